import { getList, getNumber, getString, type KubeObject } from "../../../src/kube/index.ts";

/** How an Application stands, in one line. */
export function describeStatus(app: KubeObject): string {
  const { status } = app as { readonly status?: unknown };
  const phase = getString(status, "operationState", "phase");
  const message = getString(status, "operationState", "message");
  const conditions = getList(status, "conditions").map((condition) => `${getString(condition, "type")}: ${getString(condition, "message")}`);
  return [
    `${getString(status, "sync", "status") ?? "-"} ${getString(status, "health", "status") ?? "-"}`,
    ...(phase === undefined ? [] : [`${phase}: ${message ?? ""}`]),
    ...conditions,
  ].join(" | ");
}

/** All a person would look at. */
export function describeApplication(app: KubeObject): string[] {
  const { status } = app as { readonly status?: unknown };
  return [
    describeStatus(app),
    `revision ${getString(status, "sync", "revision") ?? "-"}`,
    ...getList(status, "history").map((entry) => `deployment ${getNumber(entry, "id")}: ${getString(entry, "revision")}`),
    ...getList(status, "resources").map((resource) => {
      const health = getString(resource, "health", "status");
      return `${getString(resource, "kind")} ${getString(resource, "name")}: ${getString(resource, "status") ?? "-"}${health === undefined ? "" : ` ${health}`}`;
    }),
  ];
}

/** What matters of another object. */
export function describeObjectState(object: KubeObject): string {
  const { kind, metadata, spec, status, data } = object as KubeObject & { readonly spec?: unknown; readonly status?: unknown; readonly data?: unknown };
  const named = `${kind} ${metadata.name}`;
  if (kind === "Deployment") return `${named}: replicas ${getNumber(spec, "replicas")}, available ${getNumber(status, "availableReplicas") ?? 0}`;
  return kind === "ConfigMap" ? `${named}: v=${getString(data, "v") ?? ""}` : named;
}
