import type { Clock } from "../../../async/index.ts";
import { describeError, isSillageError } from "../../../errors/index.ts";
import { type ApiResource, getString, type KubeClient, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { nameWorkload } from "./describe-outdated-pods.ts";
import type { Workload } from "./find-outdated-pods.ts";

export interface RestartDeps {
  readonly client: Pick<KubeClient, "fetchObject" | "patch" | "discovery">;
  readonly clock: Clock;
}

/** Who wishes it says so on the workload. */
const wish = "sillage.dev/restart-on-secret-change";
/** What `kubectl rollout restart` writes. */
const restartedAt = "kubectl.kubernetes.io/restartedAt";
/** A manager of its own: what the workload is applied with owns nothing of this, so no comparison sees it and no sync undoes it. */
const restartManager = "sillage-restart";

/**
 * Restarts the workloads that wish it and were not restarted since the value changed: once per change, however often it is called and by how many. Gives the
 * names of those whose restart is under way. A workload that cannot be restarted is logged and left out.
 */
export async function restartWorkloads(ctx: Context, deps: RestartDeps, { namespace, workloads, since }: RestartRequest): Promise<ReadonlySet<string>> {
  const restarting = new Set<string>();
  for (const workload of workloads) {
    try {
      if (await restartOne(ctx, deps, { namespace, workload, since })) restarting.add(nameWorkload(workload));
    } catch (error) {
      if (!isSillageError(error) || ctx.signal.aborted) throw error;
      ctx.log.warn("Workload not restarted", { object: `${workload.kind}/${namespace}/${workload.name}`, error: describeError(error) });
    }
  }
  return restarting;
}

export interface RestartRequest {
  readonly namespace: string;
  readonly workloads: readonly Workload[];
  /** When the value changed. */
  readonly since: string;
}

async function restartOne(
  ctx: Context,
  { client, clock }: RestartDeps,
  { namespace, workload, since }: Omit<RestartRequest, "workloads"> & { readonly workload: Workload },
): Promise<boolean> {
  const { signal, log } = ctx;
  const resource = await findResource(ctx, client, workload.kind);
  const ref = { namespace, name: workload.name };
  const live = resource && (await client.fetchObject(resource, ref, { signal }));
  if (resource === undefined || live === undefined || getString(live, "metadata", "annotations", wish) !== "true") return false;
  if (isRestartedSince(live, since)) return true;
  const now = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
  const body = { metadata: { resourceVersion: live.metadata.resourceVersion ?? "" }, spec: { template: { metadata: { annotations: { [restartedAt]: now } } } } };
  await client.patch(resource, ref, body, { signal, type: "merge", fieldManager: restartManager });
  log.info("Workload restarted: its pods ran with an older value of a Secret", { object: `${workload.kind}/${namespace}/${workload.name}` });
  return true;
}

function isRestartedSince(workload: KubeObject, since: string): boolean {
  const last = Date.parse(getString(workload, "spec", "template", "metadata", "annotations", restartedAt) ?? "");
  return last >= Date.parse(since);
}

function findResource({ signal }: Context, { discovery }: RestartDeps["client"], kind: string): Promise<ApiResource | undefined> {
  return discovery.findByKind({ group: "apps", version: "v1", kind }, { signal });
}
