import type { ApplicationHealth, ApplicationStatus, HealthStatus, ResourceStatus, RevisionHistory, SyncStatus, SyncStatusCode } from "../../api/index.ts";
import { isSameJson } from "../../diff/index.ts";
import { aggregateHealth, assessObject } from "../../health/index.ts";
import { gvkOf, type KubeObject, keyOf } from "../../kube/index.ts";
import { type ComparedObject, hasObjectOption, isExtraneousIgnored, waveOf } from "../../sync/index.ts";
import type { Comparison } from "./compare.ts";
import { computeConditions } from "./compute-conditions.ts";
import { computeSummary } from "./compute-summary.ts";
import type { Sighting } from "./seen.ts";
import { toRevisionRef } from "./target.ts";

const historyLimit = 10;

/** The status after a reconcile. Equal to the last one, but for `reconciledAt`, when nothing happened. */
export function computeStatus(sighting: Sighting, options: { readonly controlNamespace: string }): ApplicationStatus {
  const { app, seen, now } = sighting;
  const { status: before } = app;
  const sync = computeSync(sighting);
  const health = computeHealth(sighting);
  const resources = seen.comparison === undefined ? forgetSync(before.resources ?? []) : computeResources(seen.comparison, app.spec.syncPolicy?.syncOptions ?? []);
  const history = computeHistory(sighting);
  const conditions = computeConditions(sighting);
  const operationState = seen.operation ?? before.operationState;
  const [sourceType, ...moreTypes] = seen.sourceTypes ?? [];
  const next: ApplicationStatus = {
    ...(sync === undefined ? {} : { sync }),
    health,
    ...(resources.length === 0 ? {} : { resources }),
    ...(history.length === 0 ? {} : { history }),
    ...(operationState === undefined ? {} : { operationState }),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...computeSummary(seen.comparison, before.summary),
    ...(sourceType === undefined ? keepTypes(before) : moreTypes.length === 0 ? { sourceType } : { sourceTypes: [sourceType, ...moreTypes] }),
    ...(seen.rollback === undefined ? {} : { rollback: seen.rollback }),
    controllerNamespace: options.controlNamespace,
  };
  const { reconciledAt, ...rest } = before;
  return reconciledAt !== undefined && isSameJson(rest, next) ? before : { ...next, reconciledAt: now };
}

function keepTypes({ sourceType, sourceTypes }: ApplicationStatus): ApplicationStatus {
  return { ...(sourceType === undefined ? {} : { sourceType }), ...(sourceTypes === undefined ? {} : { sourceTypes }) };
}

/** The roll-up of all objects: an object that only waits for pruning and asks to be ignored does not count. */
export function computeSyncCode(objects: readonly ComparedObject[]): SyncStatusCode {
  const counted = objects.filter(({ desired, live }) => desired !== undefined || live === undefined || !isExtraneousIgnored(live));
  return counted.every(({ status }) => status === "Synced") ? "Synced" : "OutOfSync";
}

function computeSync({ app, seen }: Sighting): SyncStatus | undefined {
  const { spec, status } = app;
  if (seen.invalid !== undefined) return { ...status.sync, status: "Unknown" };
  const comparedTo = {
    ...(spec.source === undefined ? {} : { source: spec.source }),
    ...(spec.sources === undefined ? {} : { sources: spec.sources }),
    destination: spec.destination,
    ...(spec.ignoreDifferences === undefined ? {} : { ignoreDifferences: spec.ignoreDifferences }),
  };
  if (seen.comparison === undefined || seen.comparisonError !== undefined) return { ...status.sync, status: "Unknown", comparedTo };
  const { revision, revisions } = seen.target === undefined ? {} : toRevisionRef(seen.target, app);
  return {
    status: computeSyncCode(seen.comparison.objects),
    ...(revision === undefined ? {} : { revision }),
    ...(revisions === undefined ? {} : { revisions }),
    comparedTo,
  };
}

function computeHealth({ app, seen, now }: Sighting): ApplicationHealth {
  const before = app.status.health;
  const health = assess(seen.comparison, before, seen.invalid !== undefined);
  const hasMoved = before?.status !== health.status;
  return { ...health, lastTransitionTime: hasMoved ? now : (before?.lastTransitionTime ?? now) };
}

function assess(comparison: Comparison | undefined, before: ApplicationHealth | undefined, isInvalid: boolean): HealthStatus {
  if (isInvalid || (comparison === undefined && before === undefined)) return { status: "Unknown" };
  if (comparison !== undefined) return aggregateHealth(comparison.objects.toSorted(byId).map(({ live }) => live));
  return { status: before?.status ?? "Unknown", ...(before?.message === undefined ? {} : { message: before.message }) };
}

function computeResources({ objects, liveHooks }: Comparison, syncOptions: readonly string[]): ResourceStatus[] {
  const hooks = [...liveHooks].map(([id, live]) => ({ id, status: toResource(live, { hook: true }) }));
  const managed = objects.map((object) => ({ id: object.id, status: toManaged(object, syncOptions) }));
  return [...managed, ...hooks].toSorted(byId).map(({ status }) => status);
}

function toManaged({ desired, live, status, isForbidden }: ComparedObject, syncOptions: readonly string[]): ResourceStatus {
  const object = desired?.object ?? live;
  const code: SyncStatusCode = isForbidden === true ? "Unknown" : status;
  const isGuarded = [desired?.object, live].some((each) => each !== undefined && isDeletionGuarded(each, syncOptions));
  const common = { status: code, ...(desired === undefined ? { requiresPruning: true } : {}), ...(isGuarded ? { requiresDeletionConfirmation: true } : {}) };
  if (object === undefined) throw new TypeError("A compared object is neither desired nor live");
  return { ...toResource(object, common), ...(live === undefined ? { health: { status: "Missing" as const } } : withHealth(live)) };
}

function isDeletionGuarded(object: KubeObject, syncOptions: readonly string[]): boolean {
  return hasObjectOption(object, syncOptions, "Delete=confirm") || hasObjectOption(object, syncOptions, "Prune=confirm");
}

/** An object as the status names it. */
export function toResource(object: KubeObject, parts: Partial<ResourceStatus>): ResourceStatus {
  const { group, kind, namespace, name } = keyOf(object);
  const wave = waveOf(object);
  return {
    ...(group === "" ? {} : { group }),
    version: gvkOf(object).version,
    kind,
    ...(namespace === "" ? {} : { namespace }),
    name,
    ...parts,
    ...(parts.hook === true ? withHealth(object) : {}),
    ...(wave === 0 ? {} : { syncWave: wave }),
  };
}

/** What is on its way changes its words with every pod; only the word for the state is kept then. */
function withHealth(live: KubeObject): { readonly health?: HealthStatus } {
  const health = assessObject(live);
  if (health === undefined) return {};
  return { health: health.status === "Progressing" ? { status: health.status } : health };
}

/** Of what could not be compared, only the names are known. */
function forgetSync(resources: readonly ResourceStatus[]): ResourceStatus[] {
  return resources.map((resource) => (resource.hook === true ? resource : { ...resource, status: "Unknown" }));
}

/** A successful full sync is a deployment. */
function computeHistory({ app, seen }: Sighting): readonly RevisionHistory[] {
  const before = app.status.history ?? [];
  const { operation } = seen;
  const limit = app.spec.revisionHistoryLimit ?? historyLimit;
  const isDeployment = operation !== undefined && operation.phase === "Succeeded" && operation !== app.status.operationState && isFullSync(operation.operation.sync ?? {});
  if (!isDeployment || operation.finishedAt === undefined) return before.slice(Math.max(0, before.length - limit));
  const { revision, revisions, source, sources } = operation.syncResult ?? {};
  const entry: RevisionHistory = {
    id: (before.at(-1)?.id ?? -1) + 1,
    ...(revision === undefined ? {} : { revision }),
    ...(revisions === undefined ? {} : { revisions }),
    ...(source === undefined ? {} : { source }),
    ...(sources === undefined ? {} : { sources }),
    deployStartedAt: operation.startedAt,
    deployedAt: operation.finishedAt,
    ...(operation.operation.initiatedBy === undefined ? {} : { initiatedBy: operation.operation.initiatedBy }),
  };
  return limit <= 0 ? [] : [...before, entry].slice(-limit);
}

function isFullSync({ dryRun, resources = [] }: { readonly dryRun?: boolean; readonly resources?: readonly unknown[] }): boolean {
  return dryRun !== true && resources.length === 0;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
