import { computeLabel, sealingKeysAnnotation, sealValue, type SealingCertificate } from "../../seal/index.ts";
import type { MapEdit } from "./edit-map.ts";
import type { OpenedSecret } from "./editable-text.ts";

interface ItemEdits {
  /** Items that came, changed or went, by name. */
  readonly changed: readonly string[];
  readonly edits: readonly MapEdit[];
}

/** How to make the SealedSecret hold the wanted items: what is equal keeps its sealed text, so that a diff shows only real changes. */
export function planItemEdits(
  { parsed, items }: OpenedSecret,
  { wanted, certificate }: { readonly wanted: ReadonlyMap<string, Uint8Array>; readonly certificate: SealingCertificate },
): ItemEdits {
  const label = computeLabel(parsed, parsed.scope);
  const fresh = [...wanted].filter(([item, bytes]) => !isEqual(items.get(item)?.plaintext, bytes));
  const removed = [...items.keys()].filter((item) => !wanted.has(item));
  const freshNames = new Set(fresh.map(([item]) => item));
  const stayingKeys = [...items].filter(([item]) => wanted.has(item) && !freshNames.has(item)).map(([, { keyFingerprint }]) => keyFingerprint);
  const keys = [...new Set([...stayingKeys, ...(fresh.length === 0 ? [] : [certificate.fingerprint])])];
  const texts = fresh.map(([item, bytes]) => [item, sealValue(bytes, { publicKey: certificate.publicKey, label })]);
  return {
    changed: [...freshNames, ...removed],
    edits: [
      { path: ["spec", "encryptedData"], entries: { ...Object.fromEntries(texts), ...Object.fromEntries(removed.map((item) => [item, undefined])) } },
      { path: ["metadata", "annotations"], entries: { [sealingKeysAnnotation]: keys.length === 0 ? undefined : keys.join(",") } },
    ],
  };
}

function isEqual(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}
