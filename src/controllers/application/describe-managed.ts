import type { Application, ManagedResource } from "../../api/index.ts";
import { mapLimit } from "../../async/index.ts";
import { maskSecrets, normalize } from "../../diff/index.ts";
import { SillageError } from "../../errors/index.ts";
import { gvkOf, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { applyObject, type ComparedObject } from "../../sync/index.ts";
import { checkProject, type Grant } from "./check-project.ts";
import { compareObjects, toCompareRequest } from "./compare.ts";
import type { ApplicationDeps } from "./deps.ts";
import { loadManifests } from "./load-manifests.ts";
import { createMemory } from "./memory.ts";
import { resolveNewest } from "./select-target.ts";
import { comparedTarget } from "./target.ts";

/** What the application wants and has, object by object, as people may see it: what the server would make of the desired state next to what is live. */
export async function describeManaged(ctx: Context, deps: ApplicationDeps, app: Application): Promise<ManagedResource[]> {
  const memory = createMemory();
  const grant = requireGrant(app, deps);
  const target = comparedTarget(app) ?? (await resolveNewest(ctx, deps, { app, isFresh: false }));
  const { desired } = await loadManifests(ctx, deps, { app, memory, target, isFresh: false });
  const { objects } = await compareObjects(ctx, deps, toCompareRequest(app, { desired, memory, grant, controlNamespace: deps.controlNamespace }));
  return mapLimit(objects, { limit: 8, signal: ctx.signal }, (object) => describe(ctx, deps, object));
}

/** The manifests of a revision, or of what the application is compared with, Secrets masked, as JSON texts. */
export async function describeManifests(ctx: Context, deps: ApplicationDeps, request: { readonly app: Application; readonly revision: string | undefined }): Promise<string[]> {
  const { app, revision } = request;
  requireGrant(app, deps);
  const newest = await resolveNewest(ctx, deps, { app, isFresh: false });
  const named = revision === undefined ? newest : { ...newest, revisions: newest.revisions.map(() => revision) };
  const { desired } = await loadManifests(ctx, deps, { app, memory: createMemory(), target: named, isFresh: false });
  return [...desired.objects, ...desired.hooks].map(({ object }) => JSON.stringify(maskSecrets([object])[0]));
}

/** What a project forbids is not shown either: its sources are not even read. */
function requireGrant(app: Application, deps: ApplicationDeps): Grant {
  const check = checkProject(app, deps);
  if (check.kind === "refused") throw new SillageError("invalid", check.problems.join("; "));
  return check;
}

async function describe(ctx: Context, deps: ApplicationDeps, compared: ComparedObject): Promise<ManagedResource> {
  const { key, desired, live, status } = compared;
  const target = await predict(ctx, deps, compared);
  const [liveState, targetState] = maskSecrets([live && normalize(live), target && normalize(target)]);
  const shown = desired?.object ?? live;
  return {
    group: key.group,
    version: shown === undefined ? "" : gvkOf(shown).version,
    kind: key.kind,
    namespace: key.namespace,
    name: key.name,
    targetState: JSON.stringify(targetState ?? null),
    liveState: JSON.stringify(liveState ?? null),
    modified: status !== "Synced",
  };
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
