import { inClusterName, inClusterServer, isDeletionApproved, projectNameOf } from "../../../api/index.ts";
import { mapLimit } from "../../../async/index.ts";
import { formatInstanceName, type OwnedObject } from "../../../inventory/index.ts";
import { getList, getString, keyOf, type KubeClient, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { planCascade, refOf, releaseHook } from "../../../sync/index.ts";
import { bareApplication } from "../bare-application.ts";
import { findObjectProblem, type Grant } from "../check-project.ts";
import type { ApplicationDeps } from "../deps.ts";
import { findActor } from "../find-actor.ts";
import type { Stage, StageOutcome } from "./stage.ts";

export type PropagationPolicy = "Foreground" | "Background" | "Orphan";

const deletionsAtOnce = 16;

/** Deletes the objects of the highest wave that is left. Objects the project does not permit stay; without a project nothing is known to be permitted, so a person must decide. */
export async function runCascade(
  ctx: Context,
  deps: ApplicationDeps,
  { app, stage }: { readonly app: KubeObject; readonly stage: Extract<Stage, { readonly kind: "cascade" }> },
): Promise<StageOutcome> {
  const owned = deps.live.listOwned(instanceOf(app, deps));
  const grant = findGrant(app, deps);
  const permitted = typeof grant === "string" ? owned : owned.filter(({ object, resource }) => findObjectProblem({ key: keyOf(object), resource }, grant) === undefined);
  const step = planCascade({
    owned: permitted,
    selfUid: app.metadata.uid,
    syncOptions: readSyncOptions(app),
    isApproved: isDeletionApproved(app, app.metadata.deletionTimestamp ?? ""),
  });
  if (step.kind === "done") return step;
  if (typeof grant === "string") return { kind: "failed", message: grant };
  if (step.kind === "hold") return { kind: "wait", hold: step.message };
  const actor = findActor(bareApplication(app), grant, deps);
  if (typeof actor === "string") return { kind: "failed", message: actor };
  const { propagationPolicy } = stage;
  await mapLimit(step.objects, { limit: deletionsAtOnce, signal: ctx.signal }, (object) => removeOwned(ctx, actor, { ...object, propagationPolicy }));
  return { kind: "wait" };
}

/** By which name its objects refer to the Application. */
export function instanceOf({ metadata }: KubeObject, { controlNamespace }: Pick<ApplicationDeps, "controlNamespace">): string {
  return formatInstanceName({ namespace: metadata.namespace ?? "", name: metadata.name ?? "" }, controlNamespace);
}

export function readSyncOptions(app: KubeObject): readonly string[] {
  return getList(app, "spec", "syncPolicy", "syncOptions").filter((option) => typeof option === "string");
}

/** Deletes this very object, unless it is on its way out; a hook that is held is let go of first. */
export async function removeOwned(
  ctx: Context,
  client: Pick<KubeClient, "patch" | "delete">,
  { resource, object, propagationPolicy }: OwnedObject & { readonly propagationPolicy: PropagationPolicy },
): Promise<void> {
  const { uid, deletionTimestamp } = object.metadata;
  await releaseHook(ctx, client, { resource, live: object });
  if (deletionTimestamp !== undefined) return;
  await client.delete(resource, refOf(object), { signal: ctx.signal, propagationPolicy, ...(uid === undefined ? {} : { preconditions: { uid } }) });
}

function findGrant(app: KubeObject, { projects }: ApplicationDeps): Grant | string {
  const project = projects.get(projectNameOf(app));
  if (typeof project === "string") return `${project}: restore the project, or remove the finalizers of the Application to leave its objects`;
  const namespace = getString(app, "spec", "destination", "namespace");
  return { project, destination: { server: inClusterServer, name: inClusterName, ...(namespace === undefined ? {} : { namespace }) } };
}
