import { hash } from "node:crypto";
import type { Application, IgnoreRule } from "../../api/index.ts";
import { mapLimit } from "../../async/index.ts";
import { diffFields, findIgnoredFields, getOwnedFields, isSameJson, normalize, removeFields } from "../../diff/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import { ownerOf } from "../../inventory/index.ts";
import { formatKey, type KubeObject, keyOf } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { applyObject, type ComparedObject, type DesiredObject, type DesiredState, getHookRole, hasObjectOption, owners } from "../../sync/index.ts";
import { findObjectProblem, type Grant } from "./check-project.ts";
import type { ApplicationDeps } from "./deps.ts";
import { instanceOf } from "./load-manifests.ts";
import type { AppMemory, Verdict } from "./memory.ts";

export interface CompareRequest {
  readonly desired: DesiredState;
  readonly memory: AppMemory;
  readonly instance: string;
  readonly grant: Grant;
  readonly ignoreDifferences: readonly IgnoreRule[];
  readonly syncOptions: readonly string[];
}

/** What an application is compared by, as its spec and its project say. */
export function toCompareRequest(
  app: Application,
  parts: Pick<CompareRequest, "desired" | "memory"> & { readonly grant: Grant; readonly controlNamespace: string },
): CompareRequest {
  const { desired, memory, grant, controlNamespace } = parts;
  return {
    desired,
    memory,
    instance: instanceOf(app, controlNamespace),
    grant,
    ignoreDifferences: app.spec.ignoreDifferences ?? [],
    syncOptions: app.spec.syncPolicy?.syncOptions ?? [],
  };
}

export interface Comparison {
  /** Desired objects in the order of the manifests, then what is ours and no longer wanted, as far as the project permits it. Hooks are apart. */
  readonly objects: readonly ComparedObject[];
  readonly liveHooks: ReadonlyMap<string, KubeObject>;
}

const dryRunsAtOnce = 8;
/** A refusal may have a cause outside the object (a webhook, a permission), so it is not believed for long. */
const refusalMs = 4_000;

/** Desired against live. Asks the server only about differences it has not judged yet. */
export async function compareObjects(ctx: Context, deps: ApplicationDeps, request: CompareRequest): Promise<Comparison> {
  const { desired, instance, memory, grant } = request;
  await watchKinds(ctx, deps, desired);
  const wanted = new Set(desired.objects.map(({ id }) => id));
  const owned = deps.live
    .listOwned(instance)
    .map(({ resource, object }) => ({ id: formatKey(keyOf(object)), key: keyOf(object), resource, object }))
    .filter((each) => wanted.has(each.id) || findObjectProblem(each, grant) === undefined);
  const liveHooks = new Map(owned.filter(({ object }) => getHookRole(object).kind !== "none").map(({ id, object }) => [id, object]));
  const extras = owned.flatMap(({ id, key, resource, object }): ComparedObject[] =>
    wanted.has(id) || liveHooks.has(id) ? [] : [{ id, key, resource, live: object, status: "OutOfSync", differences: [] }],
  );
  const objects = await mapLimit(desired.objects, { limit: dryRunsAtOnce, signal: ctx.signal }, (object) => compareObject(ctx, deps, { request, object }));
  for (const id of memory.compared.keys()) if (!wanted.has(id)) memory.compared.delete(id);
  return { objects: [...objects, ...dedupe(extras)], liveHooks };
}

async function watchKinds(ctx: Context, { live }: ApplicationDeps, desired: DesiredState): Promise<void> {
  const resources = new Set([...desired.objects, ...desired.hooks].flatMap(({ resource }) => resource ?? []));
  await Promise.all([...resources].map((resource) => live.ensureWatched(resource, { signal: ctx.signal })));
}

interface ObjectRequest {
  readonly request: CompareRequest;
  readonly object: DesiredObject;
}

async function compareObject(ctx: Context, deps: ApplicationDeps, { request, object }: ObjectRequest): Promise<ComparedObject> {
  const { memory } = request;
  const { id, key, resource } = object;
  const live = resource === undefined ? undefined : deps.live.get(resource, key);
  const sharedWith = live === undefined ? undefined : findRival(live, { deps, instance: request.instance, id });
  if (sharedWith !== undefined) return { ...describe(object, live), status: "OutOfSync", differences: [], sharedWith };
  const known = memory.compared.get(id);
  if (known !== undefined && known.desired === object && known.live === live) return known.compared;
  const judgement = await judge(ctx, deps, { request, object, live });
  const problem = findObjectProblem(object, request.grant);
  const compared: ComparedObject = { ...describe(object, live), ...judgement, ...(problem === undefined ? {} : { problem, isForbidden: true }) };
  if (judgement.problem === undefined) memory.compared.set(id, { desired: object, live, compared });
  return compared;
}

function describe(desired: DesiredObject, live: KubeObject | undefined) {
  const { id, key, resource } = desired;
  return { id, key, resource, desired, ...(live === undefined ? {} : { live }) };
}

type Judgement = Pick<ComparedObject, "status" | "differences" | "problem">;

async function judge(ctx: Context, deps: ApplicationDeps, { request, object, live }: ObjectRequest & { readonly live: KubeObject | undefined }): Promise<Judgement> {
  if (live === undefined) return { status: "OutOfSync", differences: [] };
  const ignored = findIgnoredFields(request.ignoreDifferences, object.key);
  const [desired, actual] = [removeFields(object.object, ignored), removeFields(live, ignored)];
  const differences = diffFields(desired, actual, getOwnedFields(live, owners));
  if (differences.length === 0) return { status: "Synced", differences };
  if (hasPredecessor(live) && differences.some((difference) => difference.desired === undefined)) return { status: "OutOfSync", differences };
  const fingerprint = hash("sha1", JSON.stringify([object.hash, differences]));
  const verdict = recall(request.memory.verdicts, fingerprint, deps.clock.now()) ?? (await askServer(ctx, deps, { object, live, request, ignored }));
  // A difference may be a race: the server has moved on from what we hold. It is judged anew with the next event; a refusal is kept for a moment.
  if (verdict.kind === "equal" || verdict.problem !== undefined) remember(request.memory.verdicts, fingerprint, verdict);
  if (verdict.kind === "equal") return { status: "Synced", differences: [] };
  return { status: "OutOfSync", differences, ...(verdict.problem === undefined ? {} : { problem: verdict.problem }) };
}

interface Question extends ObjectRequest {
  readonly live: KubeObject;
  readonly ignored: ReturnType<typeof findIgnoredFields>;
}

/** Whether applying would change anything, judged by the server that knows defaults and spellings. */
async function askServer(ctx: Context, deps: ApplicationDeps, { object, live, request, ignored }: Question): Promise<Verdict> {
  if (object.resource === undefined) return { kind: "different" };
  const skipsValidation = hasObjectOption(object.object, request.syncOptions, "Validate=false");
  try {
    const predicted = await applyObject(ctx, deps.client, { resource: object.resource, desired: object.object, live, dryRun: true, skipsValidation });
    const [after, before] = [normalize(removeFields(predicted, ignored)), normalize(removeFields(live, ignored))];
    return isSameJson(after, before) ? { kind: "equal" } : { kind: "different" };
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (isSillageError(error, "unauthenticated")) throw error;
    return { kind: "different", problem: describeError(error), untilMs: deps.clock.now() + refusalMs };
  }
}

/** The other application that owns the object and still wants it. */
function findRival(live: KubeObject, { deps, instance, id }: { readonly deps: ApplicationDeps; readonly instance: string; readonly id: string }): string | undefined {
  const owner = ownerOf(live);
  return owner !== undefined && owner !== instance && deps.claims.of(id).includes(owner) ? owner : undefined;
}

function hasPredecessor({ metadata }: KubeObject): boolean {
  return metadata.managedFields?.some(({ manager }) => owners.predecessors.includes(manager)) ?? false;
}

/** One object seen through two versions of its kind is one object. */
function dedupe(objects: readonly ComparedObject[]): ComparedObject[] {
  return [...new Map(objects.map((object) => [object.id, object])).values()];
}

function recall(verdicts: ReadonlyMap<string, Verdict>, fingerprint: string, nowMs: number): Verdict | undefined {
  const verdict = verdicts.get(fingerprint);
  return verdict?.kind === "different" && verdict.untilMs !== undefined && verdict.untilMs <= nowMs ? undefined : verdict;
}

function remember(verdicts: Map<string, Verdict>, fingerprint: string, verdict: Verdict): void {
  verdicts.delete(fingerprint);
  verdicts.set(fingerprint, verdict);
  const [oldest] = verdicts.keys();
  if (verdicts.size > 1000 && oldest !== undefined) verdicts.delete(oldest);
}
