import { annotations, fieldManager, finalizers, inClusterName, inClusterServer, parseApplicationStatus, projectNameOf } from "../../api/index.ts";
import { mapLimit } from "../../async/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import { formatInstanceName, type OwnedObject } from "../../inventory/index.ts";
import { getList, getStringMap, keyOf, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { done, type Result } from "../../runtime/index.ts";
import { hasObjectOption, refOf, releaseHook, waveOf } from "../../sync/index.ts";
import { bareApplication } from "./bare-application.ts";
import { findObjectProblem, type Grant } from "./check-project.ts";
import type { ApplicationDeps } from "./deps.ts";
import { watchRecordedKinds } from "./watch-recorded.ts";
import { writeStatus } from "./write-status.ts";

const cascades: Readonly<Record<string, "Foreground" | "Background">> = {
  [finalizers.foregroundDefault]: "Foreground",
  [finalizers.foreground]: "Foreground",
  [finalizers.background]: "Background",
};
const destination = { server: inClusterServer, name: inClusterName };
const deletionsAtOnce = 16;
const lookAgainMs = 5_000;

/** One pass of a cascading deletion: the objects of the highest wave that is left; when none are, the Application is let go. */
export async function finalizeApplication(ctx: Context, deps: ApplicationDeps, app: KubeObject): Promise<Result> {
  const policies = (app.metadata.finalizers ?? []).flatMap((finalizer) => cascades[finalizer] ?? []);
  if (policies.length === 0) return done;
  await watchRecordedKinds(ctx, deps, parseApplicationStatus(app["status"]));
  const owned = deps.live.listOwned(instanceOf(app, deps)).filter(({ object }) => isDeletable(object, app));
  const grant = findGrant(app, deps);
  if (typeof grant === "string" && owned.length > 0) return refuse(ctx, deps, { app, message: grant });
  const left = owned.filter(({ object, resource }) => typeof grant !== "string" && findObjectProblem({ key: keyOf(object), resource }, grant) === undefined);
  if (left.length === 0) return release(ctx, deps, app);
  const propagationPolicy = policies.includes("Background") ? "Background" : "Foreground";
  const wave = Math.max(...left.map(({ object }) => waveOf(object)));
  const due = left.filter(({ object }) => waveOf(object) === wave && object.metadata.deletionTimestamp === undefined);
  try {
    await mapLimit(due, { limit: deletionsAtOnce, signal: ctx.signal }, (owned) => remove(ctx, deps, { owned, propagationPolicy }));
  } catch (error) {
    await reportFailure(ctx, deps, { app, message: describeError(error) });
    throw error;
  }
  return { requeueAfterMs: lookAgainMs };
}

/** Objects the project does not permit stay; without a project nothing is known to be permitted, so a person must decide. */
function findGrant(app: KubeObject, { projects }: ApplicationDeps): Grant | string {
  const project = projects.get(projectNameOf(app));
  return typeof project === "string" ? `${project}: restore the project, or remove the finalizers of the Application to leave its objects` : { project, destination };
}

async function refuse(ctx: Context, deps: ApplicationDeps, report: { readonly app: KubeObject; readonly message: string }): Promise<Result> {
  await reportFailure(ctx, deps, report);
  return done;
}

function instanceOf({ metadata }: KubeObject, { controlNamespace }: ApplicationDeps): string {
  return formatInstanceName({ namespace: metadata.namespace ?? "", name: metadata.name ?? "" }, controlNamespace);
}

function isDeletable(object: KubeObject, app: KubeObject): boolean {
  if (object.kind === "CustomResourceDefinition" || object.metadata.uid === app.metadata.uid) return false;
  if (getStringMap(object, "metadata", "annotations")[annotations.helmResourcePolicy] === "keep") return false;
  const options = getList(app, "spec", "syncPolicy", "syncOptions").filter((option) => typeof option === "string");
  return !hasObjectOption(object, options, "Delete=false");
}

async function remove(
  ctx: Context,
  { client }: ApplicationDeps,
  { owned, propagationPolicy }: { readonly owned: OwnedObject; readonly propagationPolicy: "Foreground" | "Background" },
): Promise<void> {
  const { resource, object } = owned;
  const { uid } = object.metadata;
  await releaseHook(ctx, client, { resource, live: object });
  await client.delete(resource, refOf(object), { signal: ctx.signal, propagationPolicy, ...(uid === undefined ? {} : { preconditions: { uid } }) });
}

async function release(ctx: Context, { client, applicationResource }: ApplicationDeps, app: KubeObject): Promise<Result> {
  const kept = (app.metadata.finalizers ?? []).filter((finalizer) => cascades[finalizer] === undefined);
  const body = { metadata: { finalizers: kept, resourceVersion: app.metadata.resourceVersion ?? "" } };
  try {
    await client.patch(applicationResource, refOf(app), body, { signal: ctx.signal, type: "merge", fieldManager });
  } catch (error) {
    if (!isSillageError(error, "notFound")) throw error;
  }
  return done;
}

async function reportFailure(ctx: Context, deps: ApplicationDeps, { app, message }: { readonly app: KubeObject; readonly message: string }): Promise<void> {
  const bare = bareApplication(app);
  const { status } = bare;
  const others = (status.conditions ?? []).filter(({ type }) => type !== "DeletionError");
  const known = status.conditions?.find((condition) => condition.type === "DeletionError" && condition.message === message);
  const condition = known ?? { type: "DeletionError", message, lastTransitionTime: new Date(deps.clock.now()).toISOString() };
  if (known === undefined) deps.observer.deletionFailed(bare, message);
  await writeStatus(ctx, deps, { app: bare, status: { ...status, conditions: [...others, condition] } });
}
