import { getString } from "../../kube/index.ts";
import { isKnownKind } from "./known-kinds.ts";

/** How the lists below a value merge. Lists without keys are replaced; an empty list of keys merges scalars as a set. */
export interface MergeRules {
  readonly keys?: readonly string[];
  /** The rules of the items of a list, or of the fields of a map. */
  readonly items?: MergeRules;
  readonly fields?: Readonly<Record<string, MergeRules>>;
}

const metadata: MergeRules = { fields: { finalizers: { keys: [] }, ownerReferences: { keys: ["uid"] } } };
const container: MergeRules = {
  fields: {
    env: { keys: ["name"] },
    ports: { keys: ["containerPort", "protocol"] },
    volumeDevices: { keys: ["devicePath"] },
    volumeMounts: { keys: ["mountPath"] },
  },
};
const ephemeralContainer: MergeRules = { fields: { env: { keys: ["name"] }, volumeDevices: { keys: ["devicePath"] }, volumeMounts: { keys: ["mountPath"] } } };
const podSpec: MergeRules = {
  fields: {
    containers: { keys: ["name"], items: container },
    initContainers: { keys: ["name"], items: container },
    ephemeralContainers: { keys: ["name"], items: ephemeralContainer },
    hostAliases: { keys: ["ip"] },
    imagePullSecrets: { keys: ["name"] },
    topologySpreadConstraints: { keys: ["topologyKey", "whenUnsatisfiable"] },
    volumes: { keys: ["name"] },
  },
};
const podTemplate: MergeRules = { fields: { metadata, spec: podSpec } };
const workload: MergeRules = { fields: { template: podTemplate } };
const webhooks = { webhooks: { keys: ["name"] } };
const conditions = { status: { fields: { conditions: { keys: ["type"] } } } };

const fieldsByKind: Readonly<Record<string, Readonly<Record<string, MergeRules>>>> = {
  Pod: { spec: podSpec, status: { fields: { conditions: { keys: ["type"] }, podIPs: { keys: ["ip"] } } } },
  PodTemplate: { template: podTemplate },
  ReplicationController: { spec: workload, ...conditions },
  Deployment: { spec: workload, ...conditions },
  ReplicaSet: { spec: workload, ...conditions },
  StatefulSet: { spec: workload, ...conditions },
  DaemonSet: { spec: workload, ...conditions },
  Job: { spec: workload, ...conditions },
  CronJob: { spec: { fields: { jobTemplate: { fields: { metadata, spec: workload } } } } },
  Service: { spec: { fields: { ports: { keys: ["port", "protocol"] } } }, ...conditions },
  ServiceAccount: { secrets: { keys: ["name"] } },
  MutatingWebhookConfiguration: webhooks,
  ValidatingWebhookConfiguration: webhooks,
  Node: { spec: { fields: { podCIDRs: { keys: [] } } }, status: { fields: { addresses: { keys: ["type"] }, conditions: { keys: ["type"] } } } },
  CSINode: { spec: { fields: { drivers: { keys: ["name"] } } } },
  ComponentStatus: { conditions: { keys: ["type"] } },
  Namespace: conditions,
  PersistentVolumeClaim: conditions,
  PodDisruptionBudget: conditions,
  APIService: conditions,
};

/** The rules of a whole object; undefined for a kind Kustomize has no schema of. */
export function mergeRulesFor(object: Readonly<Record<string, unknown>>): MergeRules | undefined {
  return isKnownKind(object) ? { fields: { metadata, ...fieldsByKind[getString(object, "kind") ?? ""] } } : undefined;
}
