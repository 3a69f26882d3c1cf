import { explainFailure } from "./explain-failure.ts";
import { type SealedSecret } from "./sealed-secret.ts";
import { type UnsealingKey } from "./sealing-key.ts";
import { computeLabel } from "./scope.ts";
import { unsealValue, type UnsealedValue } from "./unseal-value.ts";

export interface ItemFailure {
  readonly item: string;
  readonly reason: "malformed" | "noKey" | "template";
  /** Why, without the item's name and never with its content. */
  readonly message: string;
}

export interface FailedUnseal {
  readonly kind: "failed";
  readonly failures: readonly ItemFailure[];
  /** All failures in one line, as events and conditions show it. */
  readonly message: string;
  /** The likely cause, where trying other places and scopes shows one. */
  readonly hint?: string;
}

/** Each item with its plaintext and the key that fitted. */
export interface UnsealedItems {
  readonly kind: "unsealed";
  readonly items: ReadonlyMap<string, Extract<UnsealedValue, { kind: "unsealed" }>>;
}

/** Decrypts the items without looking at templates, as `/v1/verify` has to: a template could carry a secret out. */
export async function unsealItems(sealedSecret: SealedSecret, keys: readonly UnsealingKey[]): Promise<UnsealedItems | FailedUnseal> {
  const { legacyData, encryptedData } = sealedSecret;
  if (legacyData !== undefined && Object.keys(encryptedData).length > 0) {
    return failUnseal([{ item: legacyItem, reason: "malformed", message: "encryptedData and the old field data cannot be used together" }]);
  }
  const label = computeLabel(sealedSecret, sealedSecret.scope);
  const texts = Object.entries(legacyData === undefined ? encryptedData : { [legacyItem]: legacyData }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const results = await Promise.all(texts.map(async ([item, text]) => ({ item, value: await unsealValue(text, { keys, label }) })));
  const failures = results.flatMap(({ item, value }) => (value.kind === "failed" ? [{ item, reason: value.reason, message: value.message }] : []));
  if (failures.length > 0) return { ...failUnseal(failures), ...(await explain(sealedSecret, { failures, keys })) };
  return { kind: "unsealed", items: new Map(results.flatMap(({ item, value }) => (value.kind === "unsealed" ? [[item, value]] : []))) };
}

/** One item stands for all: they were sealed together. */
async function explain(
  sealedSecret: SealedSecret,
  { failures, keys }: { readonly failures: readonly ItemFailure[]; readonly keys: readonly UnsealingKey[] },
): Promise<Pick<FailedUnseal, "hint">> {
  const failure = failures.find(({ item, reason }) => reason === "noKey" && item !== legacyItem);
  const hint = failure === undefined ? undefined : await explainFailure(sealedSecret, { item: failure.item, keys });
  return hint === undefined ? {} : { hint };
}

/** How the one value of an old SealedSecret is called. */
export const legacyItem = "spec/data";

/** Equal failures of several items are said once: `no key could decrypt secret ("a", "b")`. */
export function failUnseal(failures: readonly ItemFailure[]): FailedUnseal {
  const groups = Map.groupBy(failures, ({ message }) => message);
  const lines = [...groups].map(([message, group]) => `${message} (${group.map(({ item }) => JSON.stringify(item)).join(", ")})`);
  return { kind: "failed", failures, message: lines.join("; ") };
}
