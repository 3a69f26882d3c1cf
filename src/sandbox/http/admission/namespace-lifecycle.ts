import { type Call, keyOfCall } from "../call.ts";
import { forbidden, notFound } from "../status-error.ts";

const namespaces = { group: "", plural: "namespaces", kind: "Namespace" };
const immortal: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public"]);

/** New objects need a namespace that exists and stays: 404 or 403 otherwise. */
export function requireLivingNamespace(call: Call): void {
  if (!call.resource.namespaced) return;
  const stored = call.cluster.store.get({ resource: "/namespaces", namespace: "", name: call.namespace });
  if (stored === undefined) throw notFound(namespaces, call.namespace);
  if (stored.object.metadata.deletionTimestamp === undefined) return;
  const message = `namespace ${call.namespace} is being terminated`;
  throw forbidden(call.resource, {
    name: call.name,
    why: `unable to create new content in namespace ${call.namespace} because it is being terminated`,
    causes: [{ reason: "NamespaceTerminating", message, field: "metadata.namespace" }],
  });
}

export function protectNamespace(call: Call): void {
  if (keyOfCall(call).resource !== "/namespaces" || !immortal.has(call.name)) return;
  throw forbidden(namespaces, { name: call.name, why: "this namespace may not be deleted" });
}
