import type { Application, ManagedResource } from "../../api/index.ts";
import { mapLimit } from "../../async/index.ts";
import { findIgnoredFields, maskSecrets, normalize, removeFields } from "../../diff/index.ts";
import { SillageError } from "../../errors/index.ts";
import { formatKey, gvkOf, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { withoutManagedFields } from "../../runtime/index.ts";
import { ownerOf } from "../../inventory/index.ts";
import { applyObject, type ComparedObject, type DesiredState } from "../../sync/index.ts";
import { checkProject, type Grant } from "./check-project.ts";
import { compareObjects, toCompareRequest } from "./compare.ts";
import type { ApplicationDeps } from "./deps.ts";
import { instanceOf, loadManifests, prepareManifests } from "./load-manifests.ts";
import { createMemory } from "./memory.ts";
import { resolveNewest } from "./select-target.ts";
import { comparedTarget } from "./target.ts";

/** What the application wants and has, object by object, as people may see it: what the server would make of the desired state next to what is live. */
export async function describeManaged(ctx: Context, deps: ApplicationDeps, app: Application): Promise<ManagedResource[]> {
  const memory = createMemory();
  const grant = requireGrant(app, deps);
  const target = comparedTarget(app) ?? (await resolveNewest(ctx, deps, { app, isFresh: false }));
  const { desired } = await loadManifests(ctx, deps, { app, memory, target, isFresh: false });
  const { objects, liveHooks } = await compareObjects(ctx, deps, toCompareRequest(app, { desired, memory, grant, controlNamespace: deps.controlNamespace }));
  const managed = await mapLimit(objects, { limit: 8, signal: ctx.signal }, (object) => describe(ctx, deps, { app, compared: object }));
  return [...managed, ...describeHooks(desired, liveHooks)];
}

/** What would become of the application's objects if these manifests were applied. Throws `forbidden` for what is not its own: a difference tells what is live. */
export async function describeDiff(
  ctx: Context,
  deps: ApplicationDeps,
  { app, manifests }: { readonly app: Application; readonly manifests: readonly KubeObject[] },
): Promise<ManagedResource[]> {
  const memory = createMemory();
  const grant = requireGrant(app, deps);
  const sources = manifests.map((object) => ({ object, origin: { file: "request", line: 1 } }));
  const desired = await prepareManifests(ctx, deps, { app, manifests: sources });
  const { objects } = await compareObjects(ctx, deps, toCompareRequest(app, { desired, memory, grant, controlNamespace: deps.controlNamespace }));
  const asked = objects.filter((object) => object.desired !== undefined);
  const own = new Set((app.status.resources ?? []).map((resource) => formatKey({ group: "", namespace: "", ...resource })));
  for (const { id, live, isForbidden, problem } of asked) {
    if (isForbidden === true) throw new SillageError("forbidden", problem ?? `${id} is not permitted`);
    const isOwn = live === undefined || own.has(id) || ownerOf(live) === instanceOf(app, deps.controlNamespace);
    if (!isOwn) throw new SillageError("forbidden", `${id} exists and is not part of application "${app.metadata.name}"`);
  }
  return mapLimit(asked, { limit: 8, signal: ctx.signal }, (compared) => describe(ctx, deps, { app, compared }));
}

export interface ManifestsRequest {
  readonly app: Application;
  /** For each source; `undefined` is the one of the spec. */
  readonly revisions: readonly (string | undefined)[];
  /** Render anew whatever is remembered. */
  readonly isFresh: boolean;
}

/** The manifests of a revision, or of what the application is compared with, Secrets masked, as JSON texts. */
export async function describeManifests(ctx: Context, deps: ApplicationDeps, { app, revisions, isFresh }: ManifestsRequest): Promise<string[]> {
  requireGrant(app, deps);
  const newest = await resolveNewest(ctx, deps, { app, isFresh });
  const target = { ...newest, revisions: newest.revisions.map((revision, index) => revisions[index] ?? revision) };
  const { desired } = await loadManifests(ctx, deps, { app, memory: createMemory(), target, isFresh });
  return [...desired.objects, ...desired.hooks].map(({ object }) => JSON.stringify(maskSecrets([object])[0]));
}

/** What a project forbids is not shown either: its sources are not even read. */
function requireGrant(app: Application, deps: ApplicationDeps): Grant {
  const check = checkProject(app, deps);
  if (check.kind === "refused") throw new SillageError("invalid", check.problems.join("; "));
  return check;
}

async function describe(ctx: Context, deps: ApplicationDeps, { app, compared }: { readonly app: Application; readonly compared: ComparedObject }): Promise<ManagedResource> {
  const { key, desired, live, status } = compared;
  const ignored = findIgnoredFields(app.spec.ignoreDifferences ?? [], key);
  const reduce = (object: KubeObject | undefined) => object && normalize(removeFields(object, ignored));
  const states = maskSecrets([desired?.object, live && withoutManagedFields(live), reduce(live), reduce(await predict(ctx, deps, compared))]);
  const [targetState = "null", liveState = "null", normalizedLiveState = "null", predictedLiveState = "null"] = states.map((state) => JSON.stringify(state ?? null));
  const resourceVersion = live?.metadata.resourceVersion;
  return {
    ...identify(compared),
    targetState,
    liveState,
    normalizedLiveState,
    predictedLiveState,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    modified: status !== "Synced",
  };
}

function identify({ key, desired, live }: Pick<ComparedObject, "key" | "desired" | "live">) {
  const shown = desired?.object ?? live;
  return { group: key.group, version: shown === undefined ? "" : gvkOf(shown).version, kind: key.kind, namespace: key.namespace, name: key.name };
}

/** Hooks have no difference: each run makes them anew. */
function describeHooks({ hooks }: DesiredState, liveHooks: ReadonlyMap<string, KubeObject>): ManagedResource[] {
  return hooks.map((hook) => {
    const live = liveHooks.get(hook.id);
    const [target, liveState] = maskSecrets([hook.object, live && withoutManagedFields(live)]).map((state) => JSON.stringify(state ?? null));
    const states = { targetState: target ?? "null", liveState: liveState ?? "null", normalizedLiveState: liveState ?? "null", predictedLiveState: target ?? "null" };
    return { ...identify({ key: hook.key, desired: hook }), ...states, modified: false, hook: true };
  });
}

/** What the object would be after a sync; as declared when the server would refuse it. */
async function predict(ctx: Context, deps: ApplicationDeps, { desired, live, resource, status }: ComparedObject): Promise<KubeObject | undefined> {
  if (desired === undefined) return undefined;
  if (live === undefined || resource === undefined) return desired.object;
  if (status === "Synced") return live;
  try {
    return await applyObject(ctx, deps.client, { resource, desired: desired.object, live, dryRun: true, skipsValidation: true });
  } catch {
    ctx.signal.throwIfAborted();
    return desired.object;
  }
}
