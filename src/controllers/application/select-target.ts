import { type Application, sourcesOf } from "../../api/index.ts";
import { isSameJson } from "../../diff/index.ts";
import { isSillageError } from "../../errors/index.ts";
import type { Context } from "../../log/index.ts";
import type { ApplicationDeps } from "./deps.ts";
import { isSameContent, loadManifests } from "./load-manifests.ts";
import type { AppMemory, Loaded } from "./memory.ts";
import { comparedTarget, heldTarget, isSameTarget, type Target, toTarget } from "./target.ts";

export interface Selection {
  /** What the application is compared with. */
  readonly effective: Loaded;
  /** What its sources stand for now. */
  readonly newest: Loaded;
  /** The rollback still holds. */
  readonly isHeld: boolean;
}

export interface SelectRequest {
  readonly app: Application;
  readonly memory: AppMemory;
  /** A person asked for a new look, or the last attempt failed: take the newest commit as it is. */
  readonly takesNewest: boolean;
  readonly isFresh: boolean;
}

/**
 * Which commit counts. Mostly the newest; but a commit that changes none of the application's inputs is no news, so the one it was compared with stays;
 * and after a rollback an older one is held until something newer comes.
 */
export async function selectTarget(ctx: Context, deps: ApplicationDeps, request: SelectRequest & { readonly newest: Target }): Promise<Selection> {
  const { app, memory, newest } = request;
  const load = (target: Target, isFresh = false) => loadManifests(ctx, deps, { app, memory, target, isFresh });
  const loaded = await load(newest, request.isFresh);
  const held = await findHeld(app, loaded, load);
  if (held !== undefined) return { effective: await load(held), newest: loaded, isHeld: true };
  if (request.takesNewest) return { effective: loaded, newest: loaded, isHeld: false };
  const compared = comparedTarget(app);
  if (memory.settled === undefined || !isSameJson([memory.settled.newest, memory.settled.compared], [newest, compared])) {
    memory.settled = { newest, compared, effective: await findSettled(compared, loaded, load) };
  }
  return { effective: await load(memory.settled.effective), newest: loaded, isHeld: false };
}

/** The commit each source of the spec stands for. */
export async function resolveNewest(ctx: Context, deps: ApplicationDeps, request: { readonly app: Application; readonly isFresh: boolean }): Promise<Target> {
  const sources = sourcesOf(request.app.spec);
  const revisions = await Promise.all(sources.map((source) => deps.sources.resolveRevision(ctx, source, { project: request.app.spec.project, isFresh: request.isFresh })));
  return { sources, revisions };
}

type Load = (target: Target) => Promise<Loaded>;

async function findHeld(app: Application, newest: Loaded, load: Load): Promise<Target | undefined> {
  const { rollback } = app.status;
  const exact = heldTarget(app, rollback, newest.target);
  if (exact !== undefined || rollback === undefined) return exact;
  const from = await tryLoad(toTarget(rollback.from), load);
  return from !== undefined && isSameContent(from, newest) ? heldTarget(app, rollback, from.target) : undefined;
}

async function findSettled(compared: Target | undefined, newest: Loaded, load: Load): Promise<Target> {
  if (compared === undefined || isSameTarget(compared, newest.target) || !isSameJson(compared.sources, newest.target.sources)) return newest.target;
  const before = await tryLoad(compared, load);
  return before !== undefined && isSameContent(before, newest) ? compared : newest.target;
}

/** A commit that is gone, or cannot be rendered, has nothing to say. */
async function tryLoad(target: Target | undefined, load: Load): Promise<Loaded | undefined> {
  if (target === undefined) return undefined;
  try {
    return await load(target);
  } catch (error) {
    if (isSillageError(error, "invalid") || isSillageError(error, "notFound")) return undefined;
    throw error;
  }
}
