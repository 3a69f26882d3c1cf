import type { Application, HealthStatus, ResourceResult } from "../../api/index.ts";

/** One row of an application's resources, as `app get` and `app wait` print it. */
export interface ResourceRow {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: string;
  readonly health: string;
  readonly hook: string;
  readonly message: string;
}

export const resourceHeader = ["GROUP", "KIND", "NAMESPACE", "NAME", "STATUS", "HEALTH", "HOOK", "MESSAGE"] as const;

/** The cells of a row under `resourceHeader`. */
export function cellsOf(row: ResourceRow): readonly string[] {
  return [row.group, row.kind, row.namespace, row.name, row.status, row.health, row.hook, row.message];
}

/** The resources with what the last sync said of each; what is there no longer, hooks and pruned objects, is listed from the result. */
export function listResourceRows({ status }: Application): readonly ResourceRow[] {
  const results = new Map((status.operationState?.syncResult?.resources ?? []).map((result) => [identity(result), result]));
  const present = (status.resources ?? []).map((resource) => {
    const result = results.get(identity(resource));
    results.delete(identity(resource));
    return toRow(resource, { status: resource.status ?? result?.hookPhase, hook: result?.hookType, message: result?.message });
  });
  const past = [...results.values()].filter((result) => result.hookType !== undefined || result.status === "Pruned");
  return [...present, ...past.map(toPastRow)];
}

/** Of a hook, how it ended; of an object, what was done to it. */
function toPastRow({ group, kind, namespace, name, status, hookType: hook, hookPhase, message }: ResourceResult): ResourceRow {
  return toRow({ group, kind, namespace, name }, { status: hook === undefined ? status : hookPhase, hook, message });
}

interface Shown {
  readonly group?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly health?: HealthStatus | undefined;
}

function toRow(
  { group = "", kind, namespace = "", name, health }: Shown,
  seen: { readonly status: string | undefined; readonly hook: string | undefined; readonly message: string | undefined },
): ResourceRow {
  const { status = "", hook = "", message = health?.message ?? "" } = seen;
  return { group, kind, namespace, name, status, health: health?.status ?? "", hook, message };
}

function identity({ group = "", kind, namespace = "", name }: Shown): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
