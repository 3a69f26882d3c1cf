import { isAutomated, sourcesOf, type Application, type ApplicationSource, type ApplicationWindows } from "../../api/index.ts";
import { formatTable } from "../output/table.ts";

export function firstSource(application: Application): ApplicationSource | undefined {
  return sourcesOf(application.spec)[0];
}

/** `Manual`, `Auto`, `Auto-Prune`: the words of Argo CD's lists. */
export function describeSyncPolicy(application: Application): string {
  if (!isAutomated(application.spec)) return "Manual";
  return application.spec.syncPolicy?.automated?.prune === true ? "Auto-Prune" : "Auto";
}

/** A word of status as it is shown, such as in its colour. */
export type Decorate = (word: string) => string;

/** `Synced to main (1a2b3c4)`. */
function describeSyncStatus(application: Application, decorate: Decorate): string {
  const sync = application.status.sync;
  const target = firstSource(application)?.targetRevision ?? "HEAD";
  const revision = sync?.revision ?? sync?.revisions?.[0];
  const status = sync?.status ?? "Unknown";
  const preposition = status === "Synced" ? "to" : "from";
  return revision === undefined ? decorate(status) : `${decorate(status)} ${preposition} ${target} (${revision.slice(0, 7)})`;
}

interface SummaryOptions {
  readonly decorate: Decorate;
  readonly windows?: ApplicationWindows;
}

/** The heading of `app get`, in Argo CD's order. */
export function formatSummary(application: Application, { decorate, windows }: SummaryOptions): string {
  const { spec, status, metadata } = application;
  const { status: health = "Unknown", message: healthMessage = "" } = status.health ?? {};
  const lines: (readonly [string, string])[] = [
    ["Name:", `${metadata.namespace}/${metadata.name}`],
    ["Project:", spec.project],
    ["Server:", spec.destination.server ?? spec.destination.name ?? ""],
    ["Namespace:", spec.destination.namespace ?? ""],
    ...sourcesOf(spec).flatMap(describeSource),
    ...describeWindows(windows),
    ["Sync Policy:", describeSyncPolicy(application)],
    ["Sync Status:", describeSyncStatus(application, decorate)],
    ["Health Status:", healthMessage === "" ? decorate(health) : `${decorate(health)} (${healthMessage})`],
  ];
  return formatFields(lines);
}

/** Where a source is, and what of its tool's options a person asks for first. */
function describeSource({ repoURL, targetRevision = "HEAD", path = "", chart, ref, helm, kustomize }: ApplicationSource): readonly (readonly [string, string])[] {
  const details = [
    ["  Ref:", ref],
    ["  Helm Values:", helm?.valueFiles?.join(",")],
    ["  Name Prefix:", kustomize?.namePrefix],
  ] as const;
  return [
    ["Source:", ""],
    ["- Repo:", repoURL],
    ["  Target:", targetRevision],
    chart === undefined ? ["  Path:", path] : ["  Chart:", chart],
    ...details.flatMap(([title, value]): (readonly [string, string])[] => (value === undefined || value === "" ? [] : [[title, value]])),
  ];
}

/** Whether the project's windows let a sync through now, and which windows they are. */
function describeWindows(windows: ApplicationWindows | undefined): readonly (readonly [string, string])[] {
  if (windows === undefined) return [];
  const { activeWindows: active, assignedWindows: assigned, canSync } = windows;
  const isOpen = active.some(({ kind }) => kind === "allow") || !assigned.some(({ kind }) => kind === "allow");
  const isBlocked = active.some(({ kind }) => kind === "deny") || !isOpen;
  const status = !isBlocked ? "Sync Allowed" : canSync ? "Manual Allowed" : "Sync Denied";
  const listed = assigned.map(({ kind, schedule, duration }) => `${kind}:${schedule}:${duration}`).join(",");
  return [["SyncWindow:", status], ...(listed === "" ? [] : [["Assigned Windows:", listed] as const])];
}

/** What a person must know beside the two words of status: conditions, and how the last operation ended. */
export function formatConditions(application: Application): string {
  const conditions = application.status.conditions ?? [];
  if (conditions.length === 0) return "";
  return formatTable(
    ["CONDITION", "MESSAGE", "LAST TRANSITION"],
    conditions.map((condition) => [condition.type, condition.message, condition.lastTransitionTime ?? ""]),
  );
}

export function formatOperation(application: Application, decorate: Decorate): string {
  const state = application.status.operationState;
  if (state === undefined) return "";
  const result = state.syncResult;
  const lines: (readonly [string, string])[] = [
    ["Operation:", "Sync"],
    ["Sync Revision:", result?.revision ?? result?.revisions?.join(", ") ?? ""],
    ["Phase:", decorate(state.phase)],
    ["Start:", state.startedAt],
    ["Finished:", state.finishedAt ?? ""],
    ["Initiated by:", describeInitiator(state.operation.initiatedBy)],
    ["Message:", state.message ?? ""],
  ];
  return formatFields(lines);
}

/** A user name, or that it was the automation. */
export function describeInitiator(initiator: { readonly username?: string; readonly automated?: boolean } | undefined): string {
  if (initiator?.automated === true) return "automated sync policy";
  return initiator?.username ?? "Unknown";
}

function formatFields(fields: readonly (readonly [string, string])[]): string {
  return fields.map(([title, value]) => `${`${title.padEnd(20)}${value}`.trimEnd()}\n`).join("");
}
