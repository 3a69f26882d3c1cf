import { isSameJson } from "../../diff/index.ts";
import { sealedSecretConditions } from "../../health/index.ts";
import { getField, getList, getNumber, getString, isRecord, type JsonObject, type KubeObject } from "../../kube/index.ts";
import { buildValueCondition, type ComputedValue } from "./value.ts";

/** What came of one look at a SealedSecret. */
export type Outcome =
  | {
      readonly kind: "unsealed";
      readonly isWritten: boolean;
      /** The value of an older generation was replaced. */
      readonly isReplaced: boolean;
    }
  | { readonly kind: "refused"; readonly reason: "ErrUnsealFailed" | "ErrUpdateFailed"; readonly message: string };

export interface StatusInput {
  readonly outcome: Outcome;
  /** What the Secret holds; left out when it could not be made. */
  readonly value?: ComputedValue;
  /** Which pods run with an older value: "" for none; left out when that is not known. */
  readonly outdated?: string;
  readonly now: string;
}

/** Pods come and go quickly in a rollout; the list of them is written once in this time. */
const listEveryMs = 10_000;

/** The status to write; `undefined` when what stands there says it already, whoever wrote it. Conditions of others stay. */
export function computeStatus(object: KubeObject, input: StatusInput): JsonObject | undefined {
  const { value, now } = input;
  const former = getCondition(object, sealedSecretConditions.value);
  const pods = computePods(object, input);
  const isLeftOver = getCondition(object, sealedSecretConditions.delivered) !== undefined;
  const isOtherValue = value?.isNew === true && former !== undefined;
  if (!isNewOutcome(object, input) && !pods.isNews && !isLeftOver && !isOtherValue) return undefined;
  const recorded = value === undefined ? former : buildValueCondition(value, now);
  const conditions = [computeSynced(object, input), ...listForeign(object), recorded, pods.condition].filter((condition) => condition !== undefined);
  return { observedGeneration: object.metadata.generation ?? 0, conditions };
}

/** Whether this outcome, or this generation, has not been told yet. */
export function isNewOutcome(object: KubeObject, { outcome }: Pick<StatusInput, "outcome">): boolean {
  const before = getCondition(object, "Synced");
  const wanted = describe(outcome);
  const isSame = getString(before, "status") === wanted.status && (getString(before, "message") ?? "") === wanted.message;
  return !isSame || getNumber(object, "status", "observedGeneration") !== (object.metadata.generation ?? 0);
}

/** Whether the Secret was made from this very generation. */
export function isSettled(object: KubeObject): boolean {
  return getString(getCondition(object, "Synced"), "status") === "True" && isSameJson(getField(object, "status", "observedGeneration"), object.metadata.generation);
}

function computeSynced(object: KubeObject, { outcome, now }: StatusInput): JsonObject {
  const wanted = describe(outcome);
  const before = getCondition(object, "Synced");
  const kept = getString(before, "status") === wanted.status ? getString(before, "lastTransitionTime") : undefined;
  return { type: "Synced", ...wanted, lastUpdateTime: now, lastTransitionTime: kept ?? now };
}

interface ComputedPods {
  readonly condition: JsonObject | undefined;
  readonly isNews: boolean;
}

function computePods(object: KubeObject, { outdated, now }: StatusInput): ComputedPods {
  const type = sealedSecretConditions.podsUpToDate;
  const before = getCondition(object, type);
  const wasOutdated = getString(before, "status") === "False";
  const kept: ComputedPods = { condition: before, isNews: false };
  if (outdated === undefined || (outdated === "" && !wasOutdated)) return kept;
  if (outdated === "") return { condition: { type, status: "True", reason: "UpToDate", message: "", lastUpdateTime: now, lastTransitionTime: now }, isNews: true };
  const isSame = getString(before, "message") === outdated;
  const isSoon = Date.parse(now) - Date.parse(getString(before, "lastUpdateTime") ?? "") < listEveryMs;
  if (wasOutdated && (isSame || isSoon)) return kept;
  const since = wasOutdated ? getString(before, "lastTransitionTime") : undefined;
  return { condition: { type, status: "False", reason: "OldValueInUse", message: outdated, lastUpdateTime: now, lastTransitionTime: since ?? now }, isNews: true };
}

function listForeign(object: KubeObject): readonly JsonObject[] {
  const ours: readonly string[] = ["Synced", ...Object.values(sealedSecretConditions)];
  return listConditions(object).filter((condition) => !ours.includes(getString(condition, "type") ?? ""));
}

function getCondition(object: KubeObject, type: string): JsonObject | undefined {
  return listConditions(object).find((condition) => getString(condition, "type") === type);
}

export function listConditions(object: KubeObject): readonly JsonObject[] {
  return getList(object, "status", "conditions").filter(isJsonRecord);
}

/** What came as JSON is JSON. */
function isJsonRecord(value: unknown): value is JsonObject {
  return isRecord(value);
}

function describe(outcome: Outcome): { readonly status: "True" | "False"; readonly reason: string; readonly message: string } {
  return outcome.kind === "unsealed" ? { status: "True", reason: "Unsealed", message: "" } : { status: "False", reason: outcome.reason, message: outcome.message };
}
