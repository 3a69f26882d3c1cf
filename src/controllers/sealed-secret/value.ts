import { sealedSecretConditions } from "../../health/index.ts";
import { getList, getString, type JsonObject, type KubeObject } from "../../kube/index.ts";
import { digestValue, type SealingKey } from "../../seal/index.ts";
import type { KeyRing } from "./key-ring.ts";

/** Digests of one value: by the newest key, and by the key of the digest that was recorded last, while that is there. */
export type ValueDigests = readonly string[];

/** What the Secret holds, as the status remembers it. */
export interface RecordedValue {
  readonly digest: string;
  /** When it began to hold this value. */
  readonly since: string;
}

export interface ValueInput {
  readonly recorded: RecordedValue | undefined;
  readonly digests: ValueDigests;
  /** The look replaced the value of an older generation. */
  readonly isReplaced: boolean;
  /** When the Secret was made; the value is not older. */
  readonly createdAt: string | undefined;
  readonly now: string;
}

export interface ComputedValue extends RecordedValue {
  /** The Secret holds something else than what is recorded. */
  readonly isNew: boolean;
}

/**
 * The value of today and its age. Ciphertext that was only sealed again, and a Secret that was edited and restored, are no new value. Without a record that can
 * be compared, such as after another controller, it is new when this look replaced it.
 */
export function computeValue({ recorded, digests, isReplaced, createdAt, now }: ValueInput): ComputedValue {
  const [digest = ""] = digests;
  if (recorded !== undefined && digests.includes(recorded.digest)) return { digest, since: recorded.since, isNew: false };
  const isComparable = recorded !== undefined && digests.some((known) => keyOf(known) === keyOf(recorded.digest));
  if (isComparable || isReplaced) return { digest, since: now, isNew: true };
  return { digest, since: recorded?.since ?? createdAt ?? now, isNew: false };
}

export function digestForRecord(secret: KubeObject, { object, ring }: { readonly object: KubeObject; readonly ring: KeyRing }): ValueDigests {
  const keys = ring.list();
  const [newest = keys[0]] = ring.listActive();
  const recorded = getRecordedValue(object);
  const former = recorded && keys.find(({ fingerprint }) => fingerprint === keyOf(recorded.digest));
  const all: (SealingKey | undefined)[] = [newest, former === newest ? undefined : former];
  return all.filter((key) => key !== undefined).map((key) => `${digestValue(secret, key)} by ${key.fingerprint}`);
}

export function getRecordedValue(object: KubeObject): RecordedValue | undefined {
  const condition = getList(object, "status", "conditions").find((candidate) => getString(candidate, "type") === sealedSecretConditions.value);
  const digest = getString(condition, "message");
  const since = getString(condition, "lastTransitionTime");
  return digest === undefined || since === undefined ? undefined : { digest, since };
}

export function buildValueCondition({ digest, since }: RecordedValue, now: string): JsonObject {
  return { type: sealedSecretConditions.value, status: "True", reason: "Recorded", message: digest, lastUpdateTime: now, lastTransitionTime: since };
}

function keyOf(digest: string): string | undefined {
  return digest.split(" by ")[1];
}
