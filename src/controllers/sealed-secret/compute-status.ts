import { isSameJson } from "../../diff/index.ts";
import { getField, getList, getNumber, getString, isRecord, type JsonObject, type KubeObject } from "../../kube/index.ts";

/** What came of one look at a SealedSecret. */
export type Outcome =
  | { readonly kind: "unsealed"; readonly isWritten: boolean }
  | { readonly kind: "refused"; readonly reason: "ErrUnsealFailed" | "ErrUpdateFailed"; readonly message: string };

/** The status to write; `undefined` when what stands there says it already, whoever wrote it. */
export function computeStatus(object: KubeObject, { outcome, now }: { readonly outcome: Outcome; readonly now: string }): JsonObject | undefined {
  const { generation = 0 } = object.metadata;
  const wanted = describe(outcome);
  const before = getSynced(object);
  const isSame = isRecord(before) && getString(before, "status") === wanted.status && (getString(before, "message") ?? "") === wanted.message;
  if (isSame && getNumber(object, "status", "observedGeneration") === generation) return undefined;
  const kept = getString(before, "status") === wanted.status ? getString(before, "lastTransitionTime") : undefined;
  const synced = { type: "Synced", ...wanted, lastUpdateTime: now, lastTransitionTime: kept ?? now };
  return { observedGeneration: generation, conditions: [synced] };
}

/** Whether the Secret was made from this very generation. */
export function isSettled(object: KubeObject): boolean {
  return getString(getSynced(object), "status") === "True" && isSameJson(getField(object, "status", "observedGeneration"), object.metadata.generation);
}

function getSynced(object: KubeObject): unknown {
  return getList(object, "status", "conditions").find((condition) => getString(condition, "type") === "Synced");
}

function describe(outcome: Outcome): { readonly status: "True" | "False"; readonly reason: string; readonly message: string } {
  return outcome.kind === "unsealed" ? { status: "True", reason: "Unsealed", message: "" } : { status: "False", reason: outcome.reason, message: outcome.message };
}
