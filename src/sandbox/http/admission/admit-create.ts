import type { KubeObject } from "../../../kube/index.ts";
import type { Call } from "../call.ts";
import { describeDefinition, requireLivingDefinition } from "./custom-resource-definition.ts";
import { countTemplateChanges } from "./daemon-set.ts";
import { selectJobPods } from "./job.ts";
import { completeNamespace } from "./namespace.ts";
import { requireLivingNamespace } from "./namespace-lifecycle.ts";
import { admitPod } from "./pod.ts";
import { allocateService } from "./service-allocation.ts";
import { chooseStorageClass } from "./storage-class.ts";

type Admission = (call: Call, object: KubeObject) => KubeObject;

const admissions: Readonly<Record<string, Admission>> = {
  "/namespaces": completeNamespace,
  "/pods": admitPod,
  "batch/jobs": selectJobPods,
  "apps/daemonsets": (_call, next) => countTemplateChanges(undefined, next),
  "/services": (call, next) => allocateService(call, { live: undefined, next }),
  "/persistentvolumeclaims": (call, claim) => addFinalizer(chooseStorageClass(call, claim), "kubernetes.io/pvc-protection"),
  "/persistentvolumes": (_call, volume) => addFinalizer(volume, "kubernetes.io/pv-protection"),
  "apiextensions.k8s.io/customresourcedefinitions": describeDefinition,
};

/** Storage in use is not removed: its controller lifts the protection. */
function addFinalizer(object: KubeObject, name: string): KubeObject {
  const { finalizers = [] } = object.metadata;
  return finalizers.includes(name) ? object : { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, name] } };
}

/** What the server itself adds to a new object; 403 and 404 for what may not come in. */
export function admitCreate(call: Call, object: KubeObject): KubeObject {
  const named = { ...call, name: object.metadata.name ?? "" };
  requireLivingNamespace(named);
  requireLivingDefinition(named);
  return admissions[call.resource.storeName]?.(named, object) ?? object;
}
