import { SillageError } from "../errors/index.ts";
import { type KubeObject, type Transport, getString, parseApiVersion } from "../kube/index.ts";
import { defaultRoles } from "./http/index.ts";

const namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

const apiService: KubeObject = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "kubernetes", namespace: "default", labels: { component: "apiserver", provider: "kubernetes" } },
  spec: { clusterIP: "10.96.0.1", ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: 6443 }] },
};

const storageClass: KubeObject = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  provisioner: "sandbox.sillage.dev/volumes",
};

const priorityClasses: readonly KubeObject[] = [
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "system-cluster-critical" },
    value: 2_000_000_000,
    description: "Used for system critical pods that must run in the cluster.",
  },
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "system-node-critical" },
    value: 2_000_001_000,
    description: "Used for system critical pods that must not be moved from their current node.",
  },
];

/** What every cluster has before anybody uses it, written through the API like anything else. */
export async function bootstrap(transport: Transport, options: { readonly definitions: readonly KubeObject[]; readonly signal: AbortSignal }): Promise<void> {
  const objects = [
    ...namespaces.map((name): KubeObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    ...defaultRoles,
    storageClass,
    ...priorityClasses,
    apiService,
    ...options.definitions,
  ];
  for (const object of objects) await create(transport, object, options.signal);
}

const plurals: Readonly<Record<string, string>> = {
  Namespace: "namespaces",
  Service: "services",
  StorageClass: "storageclasses",
  PriorityClass: "priorityclasses",
  ClusterRole: "clusterroles",
  ClusterRoleBinding: "clusterrolebindings",
  CustomResourceDefinition: "customresourcedefinitions",
};

/** A sandbox that was started on the same data before has them already. */
async function create(transport: Transport, object: KubeObject, signal: AbortSignal): Promise<void> {
  const { group } = parseApiVersion(object.apiVersion);
  const plural = plurals[object.kind] ?? "";
  const where = object.metadata.namespace === undefined ? "" : `/namespaces/${object.metadata.namespace}`;
  const collection = `${group === "" ? "/api/" : "/apis/"}${object.apiVersion}${where}/${plural}`;
  const existing = await transport.send({ method: "GET", path: `${collection}/${object.metadata.name ?? ""}`, headers: {}, signal });
  if (existing.status === 200) return;
  const body = JSON.stringify(object);
  const response = await transport.send({ method: "POST", path: `${collection}?fieldManager=sandbox`, headers: { "content-type": "application/json" }, body, signal });
  if (response.status === 201) return;
  const chunks = await Array.fromAsync(response.body);
  const reason = getString(JSON.parse(Buffer.concat(chunks).toString()), "message") ?? "no reason given";
  throw new SillageError("internal", `Cannot create ${object.kind} "${object.metadata.name ?? ""}" in the sandbox: ${reason}`);
}
