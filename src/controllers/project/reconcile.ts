import { type AppProject, fieldManager, finalizers, parseAppProject, reconcileTokens } from "../../api/index.ts";
import { isSillageError } from "../../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { done, type Informer, type Reconcile } from "../../runtime/index.ts";

interface ReconcileDeps {
  readonly client: KubeClient;
  readonly projectResource: ApiResource;
  readonly projects: Informer;
  readonly controlNamespace: string;
  /** Whether any Application names the project. */
  readonly isUsed: (name: string) => boolean;
}

/** The reconcile of one AppProject; the key is its name. */
export function createReconcileProject(deps: ReconcileDeps): Reconcile {
  return async function reconcile(ctx, name) {
    const object = deps.projects.get(deps.controlNamespace, name);
    if (object === undefined) return done;
    const { finalizers: held = [], deletionTimestamp } = object.metadata;
    if (deletionTimestamp !== undefined) {
      if (!held.includes(finalizers.foregroundDefault)) return done;
      if (deps.isUsed(name)) ctx.log.info("A project is kept until no Application names it any more", { project: name });
      else await letGo(ctx, deps, object);
      return done;
    }
    await keepTokens(ctx, deps, object);
    return done;
  };
}

/** A project that cannot be read has no tokens to keep; its Applications say what is wrong with it. */
async function keepTokens(ctx: Context, deps: ReconcileDeps, object: KubeObject): Promise<void> {
  const project = tryParse(object);
  if (project === undefined) return;
  const kept = reconcileTokens(project);
  if (kept === project) return;
  await deps.client.update(deps.projectResource, { ...object, spec: kept.spec, status: kept.status }, { signal: ctx.signal, fieldManager });
}

async function letGo(ctx: Context, { client, projectResource }: ReconcileDeps, object: KubeObject): Promise<void> {
  const kept = (object.metadata.finalizers ?? []).filter((finalizer) => finalizer !== finalizers.foregroundDefault);
  try {
    await client.update(projectResource, { ...object, metadata: { ...object.metadata, finalizers: kept } }, { signal: ctx.signal, fieldManager });
  } catch (error) {
    if (!isSillageError(error, "notFound")) throw error;
  }
}

function tryParse(object: KubeObject): AppProject | undefined {
  try {
    return parseAppProject(object);
  } catch (error) {
    if (isSillageError(error, "invalid")) return undefined;
    throw error;
  }
}
