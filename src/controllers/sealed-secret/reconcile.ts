import type { KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { done, type Reconcile, type Result } from "../../runtime/index.ts";
import { isSettled, type Outcome } from "./compute-status.ts";
import type { SealedSecretDeps } from "./deps.ts";
import { planSecret } from "./plan-secret.ts";
import { report } from "./report.ts";
import { type Memory, unseal } from "./unseal.ts";
import { lookAtValue } from "./look-at-value.ts";
import { writeSecret } from "./write-secret.ts";

const refusedWaitMs = 10_000;

/** The reconcile of one SealedSecret; the key is `namespace/name`. The Secret of one that is gone is for the garbage collector. */
export function createReconcileSealedSecret(deps: SealedSecretDeps): Reconcile {
  const memories = new Map<string, Memory>();

  return async function reconcile(ctx, key) {
    const [namespace = "", name = ""] = key.split("/");
    const object = deps.sealedSecrets.get({ namespace, name });
    if (object === undefined || object.metadata.deletionTimestamp !== undefined) {
      memories.delete(key);
      return done;
    }
    const now = formatTime(deps.clock.now());
    if (!deps.access.isReady()) return reportRefusal(ctx, deps, { object, now });
    const unsealed = await unseal(deps, object, memories.get(key));
    memories.set(key, unsealed.memory);
    const { outcome, failure } = await settle(ctx, deps, { object, ...unsealed });
    const { requeueAfterMs, ...seen } = await lookAtValue(ctx, deps, { object, outcome, verdict: unsealed.memory.verdict, now });
    await report(ctx, deps, { object, outcome, now, ...seen });
    if (failure !== undefined) throw failure;
    return requeueAfterMs === undefined ? done : { requeueAfterMs };
  };
}

/** Secrets that are forbidden to us are a cause to be told; those that were not read yet are not. */
async function reportRefusal(ctx: Context, deps: SealedSecretDeps, { object, now }: { readonly object: KubeObject; readonly now: string }): Promise<Result> {
  const message = deps.access.getRefusal();
  if (message !== undefined) await report(ctx, deps, { object, outcome: { kind: "refused", reason: "ErrUnsealFailed", message }, now });
  return { requeueAfterMs: refusedWaitMs };
}

function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

interface Settling {
  readonly object: KubeObject;
  readonly memory: Memory;
  /** The Secret, if it was decrypted just now. */
  readonly secret?: KubeObject;
}

/** A Secret that is as it should be is judged by its digest; only one that must be written is decrypted again. */
async function settle(ctx: Context, deps: SealedSecretDeps, { object, memory, secret }: Settling): Promise<{ readonly outcome: Outcome; readonly failure?: unknown }> {
  const { verdict } = memory;
  if (verdict.kind === "failed") return { outcome: { kind: "refused", reason: "ErrUnsealFailed", message: verdict.message } };
  const { namespace = "", name = "" } = object.metadata;
  const plan = planSecret({ live: deps.secrets.get({ namespace, name }), desired: verdict.digest, isSettled: isSettled(object) });
  if (plan.kind === "keep") return { outcome: { kind: "unsealed", isWritten: false, isReplaced: false } };
  if (plan.kind === "refuse") return { outcome: { kind: "refused", reason: "ErrUpdateFailed", message: plan.message } };
  if (secret === undefined) return settle(ctx, deps, { object, ...(await unseal(deps, object, undefined)) });
  return writeSecret(ctx, deps, { secret, isSettled: isSettled(object) });
}
