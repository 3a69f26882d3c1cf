import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createManualClock } from "../../../async/index.ts";
import type { KubeObject } from "../../../kube/index.ts";
import { Store } from "../../store/index.ts";
import type { Call } from "../call.ts";
import { Catalog } from "../catalog/catalog.ts";
import { admitCreate } from "./admit-create.ts";

let store: Store;

before(() => {
  store = new Store();
  store.put("/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
  store.put("/serviceaccounts", {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "robot", namespace: "shop" },
    automountServiceAccountToken: false,
    imagePullSecrets: [{ name: "pull" }],
  });
  store.put("/services", {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "taken", namespace: "shop", uid: "1" },
    spec: { clusterIP: "10.96.1.0", ports: [{ nodePort: 30_000 }] },
  });
  store.put("storage.k8s.io/storageclasses", {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "fast", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  });
  store.put("scheduling.k8s.io/priorityclasses", { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "high" }, value: 1000 });
});

function admit(path: readonly [string, string, string], object: Readonly<Record<string, unknown>>): KubeObject {
  const catalog = new Catalog();
  const { signal } = new AbortController();
  const user = { name: "admin", groups: ["system:masters"] };
  const call: Call = {
    cluster: { store, catalog, openApi: () => assert.fail(), clock: createManualClock(0), random: () => 0, logs: () => assert.fail(), signal },
    request: { method: "POST", path: "/", headers: {}, body: "", user, signal },
    resource: catalog.find(...path)!,
    namespace: "shop",
    name: "",
    subresource: "",
    query: new URLSearchParams(),
    warnings: [],
  };
  return admitCreate(call, { apiVersion: "v1", kind: "Any", metadata: { name: "x", namespace: "shop", uid: "u" }, ...object });
}

const service = ["", "v1", "services"] as const;

test("a Service gets a free address and free node ports", () => {
  assert.deepEqual(admit(service, { spec: { type: "NodePort", ports: [{ port: 80 }, { port: 81 }] } })["spec"], {
    type: "NodePort",
    ports: [
      { port: 80, nodePort: 30_001 },
      { port: 81, nodePort: 30_002 },
    ],
    clusterIP: "10.96.1.1",
    clusterIPs: ["10.96.1.1"],
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
  });
});

test("a headless Service keeps None, an external name has no address, a taken address is refused", () => {
  assert.deepEqual(admit(service, { spec: { clusterIP: "None" } })["spec"], { clusterIP: "None", clusterIPs: ["None"], ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" });
  assert.deepEqual(admit(service, { spec: { type: "ExternalName", externalName: "a.example" } })["spec"], { type: "ExternalName", externalName: "a.example" });
  assert.throws(() => admit(service, { spec: { clusterIP: "10.96.1.0" } }), { code: 422 });
  for (const nodePort of [30_000, 80]) assert.throws(() => admit(service, { spec: { type: "NodePort", ports: [{ port: 80, nodePort }] } }), { code: 422 });
});

const pod = ["", "v1", "pods"] as const;

test("a pod gets what its service account, its priority class and the cluster give it", () => {
  const admitted = admit(pod, {
    spec: { serviceAccountName: "robot", priorityClassName: "high", containers: [{ name: "c", resources: { limits: { cpu: "1", memory: "1Gi" } } }] },
  });
  const toleration = (key: string): object => ({ key: `node.kubernetes.io/${key}`, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 });
  assert.deepEqual(admitted["spec"], {
    serviceAccountName: "robot",
    serviceAccount: "robot",
    imagePullSecrets: [{ name: "pull" }],
    priorityClassName: "high",
    priority: 1000,
    preemptionPolicy: "PreemptLowerPriority",
    containers: [{ name: "c", resources: { limits: { cpu: "1", memory: "1Gi" } } }],
    tolerations: [toleration("not-ready"), toleration("unreachable")],
  });
  assert.deepEqual(admitted["status"], { phase: "Pending", qosClass: "Guaranteed" });
});

test("a pod of an unknown account or priority class is refused", () => {
  assert.throws(() => admit(pod, { spec: { serviceAccountName: "nobody" } }), { code: 403 });
  assert.throws(() => admit(pod, { spec: { priorityClassName: "nothing" } }), { code: 403 });
});

test("a claim gets the default storage class and its protection", () => {
  const claim = admit(["", "v1", "persistentvolumeclaims"], { spec: {} });
  assert.deepEqual([claim["spec"], claim.metadata.finalizers], [{ storageClassName: "fast" }, ["kubernetes.io/pvc-protection"]]);
});

test("a job selects its pods by its own uid", () => {
  const job = admit(["batch", "v1", "jobs"], { spec: { template: { metadata: { labels: { a: "b" } } } } });
  assert.deepEqual(job["spec"], {
    selector: { matchLabels: { "batch.kubernetes.io/controller-uid": "u" } },
    template: { metadata: { labels: { a: "b", "batch.kubernetes.io/controller-uid": "u", "batch.kubernetes.io/job-name": "x", "controller-uid": "u", "job-name": "x" } } },
  });
});
