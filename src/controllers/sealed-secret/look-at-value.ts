import type { KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { Result } from "../../runtime/index.ts";
import type { Outcome, StatusInput } from "./compute-status.ts";
import type { SealedSecretDeps } from "./deps.ts";
import type { Ref } from "./names.ts";
import { describeOutdatedPods } from "./pods/describe-outdated-pods.ts";
import { findOutdatedPods } from "./pods/find-outdated-pods.ts";
import { restartWorkloads } from "./pods/restart-workloads.ts";
import type { Verdict } from "./unseal.ts";
import { computeValue, getRecordedValue } from "./value.ts";

interface Look {
  readonly object: KubeObject;
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  readonly now: string;
}

type SeenValue = Pick<StatusInput, "value" | "outdated"> & Result;

/** While pods are outdated: the wish for a restart may come, and lists that came too soon are written. */
const lookAgainMs = 30_000;

/** What the Secret holds, who still runs with what it held before, and the restarts that are wished for. A new value is recorded before anybody is restarted for it. */
export async function lookAtValue(ctx: Context, deps: SealedSecretDeps, { object, outcome, verdict, now }: Look): Promise<SeenValue> {
  if (outcome.kind !== "unsealed" || verdict.kind !== "unsealed") return {};
  const { namespace = "", name = "" } = object.metadata;
  const recorded = getRecordedValue(object);
  const createdAt = deps.secrets.get({ namespace, name })?.metadata.creationTimestamp;
  const value = computeValue({ recorded, digests: verdict.value, isReplaced: outcome.isReplaced, createdAt, now });
  if (value.isNew) return { value, requeueAfterMs: 0 };
  if (recorded === undefined) return { value };
  const outdated = await listOutdated(ctx, deps, { secret: { namespace, name }, since: value.since });
  return { value, ...(outdated === undefined ? {} : { outdated }), ...(outdated === undefined || outdated === "" ? {} : { requeueAfterMs: lookAgainMs }) };
}

async function listOutdated(ctx: Context, deps: SealedSecretDeps, { secret, since }: { readonly secret: Ref; readonly since: string }): Promise<string | undefined> {
  const users = deps.pods.listUsersOf(secret);
  if (users === undefined) return undefined;
  const pods = findOutdatedPods(users, since);
  const workloads = new Map(pods.flatMap(({ workload }) => (workload === undefined ? [] : [[`${workload.kind}/${workload.name}`, workload]])));
  const restarting = await restartWorkloads(ctx, deps, { namespace: secret.namespace, workloads: [...workloads.values()], since });
  return describeOutdatedPods(pods, { secret, since, restarting });
}
