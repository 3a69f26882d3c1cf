import { fieldManager } from "../../api/index.ts";
import { describeError, isSillageError, type ErrorCode } from "../../errors/index.ts";
import { isSameJson } from "../../diff/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { Outcome } from "./compute-status.ts";
import type { SealedSecretDeps } from "./deps.ts";
import { mergeSecret } from "./merge-secret.ts";
import { planSecret } from "./plan-secret.ts";

/** What the author of the SealedSecret, or of the cluster's rules, must repair. Other failures pass. */
const reported: readonly ErrorCode[] = ["forbidden", "invalid", "notFound"];

export interface WriteRequest {
  readonly secret: KubeObject;
  readonly isSettled: boolean;
}

/** Makes the Secret what it should be, deciding on what is there now. Never overwrites a state it has not seen: throws `conflict` then. */
export async function writeSecret(ctx: Context, deps: SealedSecretDeps, request: WriteRequest): Promise<{ readonly outcome: Outcome; readonly failure?: unknown }> {
  try {
    return { outcome: await applyPlan(ctx, deps, request) };
  } catch (error) {
    if (!isSillageError(error) || !reported.includes(error.code)) throw error;
    return { outcome: { kind: "refused", reason: "ErrUpdateFailed", message: describeError(error) }, failure: error };
  }
}

async function applyPlan({ signal }: Context, deps: SealedSecretDeps, { secret, isSettled }: WriteRequest): Promise<Outcome> {
  const { client, secretResource, digestSecret } = deps;
  const ref = { namespace: secret.metadata.namespace ?? "", name: secret.metadata.name ?? "" };
  const live = deps.secrets.get(ref) === undefined ? undefined : await client.fetchObject(secretResource, ref, { signal });
  const plan = planSecret({ live: live === undefined ? undefined : digestSecret(live), desired: digestSecret(secret), isSettled });
  if (plan.kind === "refuse") return { kind: "refused", reason: "ErrUpdateFailed", message: plan.message };
  if (plan.kind === "create" || live === undefined) {
    deps.secrets.noteWritten(digestSecret(await client.create(secretResource, secret, { signal, fieldManager })));
    return { kind: "unsealed", isWritten: true, isReplaced: false };
  }
  if (plan.kind === "keep") return { kind: "unsealed", isWritten: false, isReplaced: false };
  const merged = mergeSecret(live, secret, plan.mode);
  deps.secrets.noteWritten(digestSecret(await client.update(secretResource, merged, { signal, fieldManager })));
  return { kind: "unsealed", isWritten: true, isReplaced: !isSettled && !isSameJson(live["data"] ?? {}, merged["data"]) };
}
