import { sourcesOf, type Application, type ApplicationSource, type HookType, type ResourceStatus } from "../../api/index.ts";
import { formatTable } from "../output/table.ts";

export function firstSource(application: Application): ApplicationSource | undefined {
  return sourcesOf(application.spec)[0];
}

/** `Manual`, `Auto`, `Auto-Prune`: the words of Argo CD's lists. */
export function describeSyncPolicy(application: Application): string {
  const automated = application.spec.syncPolicy?.automated;
  if (automated === undefined || automated.enabled === false) return "Manual";
  return automated.prune === true ? "Auto-Prune" : "Auto";
}

/** `Synced to main (1a2b3c4)`. */
export function describeSyncStatus(application: Application): string {
  const sync = application.status.sync;
  const target = firstSource(application)?.targetRevision ?? "HEAD";
  const revision = sync?.revision ?? sync?.revisions?.[0];
  const status = sync?.status ?? "Unknown";
  const preposition = status === "Synced" ? "to" : "from";
  return revision === undefined ? status : `${status} ${preposition} ${target} (${revision.slice(0, 7)})`;
}

/** The heading of `app get`, in Argo CD's order. */
export function formatSummary(application: Application): string {
  const { spec, status, metadata } = application;
  const health = status.health;
  const lines: (readonly [string, string])[] = [
    ["Name:", `${metadata.namespace}/${metadata.name}`],
    ["Project:", spec.project],
    ["Server:", spec.destination.server ?? spec.destination.name ?? ""],
    ["Namespace:", spec.destination.namespace ?? ""],
    ...sourcesOf(spec).flatMap((source) => [
      ["Source:", ""] as const,
      ["- Repo:", source.repoURL] as const,
      ["  Target:", source.targetRevision ?? "HEAD"] as const,
      ["  Path:", source.path ?? ""] as const,
    ]),
    ["Sync Policy:", describeSyncPolicy(application)],
    ["Sync Status:", describeSyncStatus(application)],
    ["Health Status:", health?.message === undefined || health.message === "" ? (health?.status ?? "Unknown") : `${health.status} (${health.message})`],
  ];
  return lines.map(([title, value]) => `${title.padEnd(20)}${value}`.trimEnd()).join("\n");
}

/** What a person must know beside the two words of status: conditions, and how the last operation ended. */
export function formatConditions(application: Application): string {
  const conditions = application.status.conditions ?? [];
  if (conditions.length === 0) return "";
  return `\n${formatTable(
    ["CONDITION", "MESSAGE", "LAST TRANSITION"],
    conditions.map((condition) => [condition.type, condition.message, condition.lastTransitionTime ?? ""]),
  )}`;
}

export function formatOperation(application: Application): string {
  const state = application.status.operationState;
  if (state === undefined) return "";
  const result = state.syncResult;
  const lines: (readonly [string, string])[] = [
    ["Operation:", "Sync"],
    ["Sync Revision:", result?.revision ?? result?.revisions?.join(", ") ?? ""],
    ["Phase:", state.phase],
    ["Start:", state.startedAt],
    ["Finished:", state.finishedAt ?? ""],
    ["Initiated by:", describeInitiator(state.operation.initiatedBy)],
    ["Message:", state.message ?? ""],
  ];
  return `\n${lines.map(([title, value]) => `${title.padEnd(20)}${value}`.trimEnd()).join("\n")}\n`;
}

/** A user name, or that it was the automation. */
export function describeInitiator(initiator: { readonly username?: string; readonly automated?: boolean } | undefined): string {
  if (initiator?.automated === true) return "automated sync policy";
  return initiator?.username ?? "Unknown";
}

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

/** The resources with what the last sync said of each; hooks that have come and gone are listed from the result. */
export function listResourceRows(application: Application): readonly ResourceRow[] {
  const results = new Map((application.status.operationState?.syncResult?.resources ?? []).map((result) => [identity(result), result]));
  const rows = (application.status.resources ?? []).map((resource) => {
    const result = results.get(identity(resource));
    results.delete(identity(resource));
    return toRow(resource, { status: resource.status ?? result?.hookPhase ?? "", hook: result?.hookType, message: result?.message });
  });
  const hooks = [...results.values()].filter((result) => result.hookType !== undefined || result.status === "Pruned");
  return [
    ...rows,
    ...hooks.map((result) => toRow({ ...result, version: result.version }, { status: result.status ?? result.hookPhase ?? "", hook: result.hookType, message: result.message })),
  ];
}

function toRow(
  resource: Omit<ResourceStatus, "status">,
  seen: { readonly status: string; readonly hook: HookType | undefined; readonly message: string | undefined },
): ResourceRow {
  return {
    group: resource.group ?? "",
    kind: resource.kind,
    namespace: resource.namespace ?? "",
    name: resource.name,
    status: seen.status,
    health: resource.health?.status ?? "",
    hook: seen.hook ?? "",
    message: seen.message ?? resource.health?.message ?? "",
  };
}

function identity(resource: { readonly group?: string; readonly kind: string; readonly namespace?: string; readonly name: string }): string {
  return `${resource.group ?? ""}/${resource.kind}/${resource.namespace ?? ""}/${resource.name}`;
}
