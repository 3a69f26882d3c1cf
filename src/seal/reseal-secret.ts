import { getRecord, type KubeObject } from "../kube/index.ts";
import { type SealingCertificate } from "./certificate.ts";
import { parseSealedSecret } from "./sealed-secret.ts";
import { type UnsealingKey } from "./sealing-key.ts";
import { computeLabel } from "./scope.ts";
import { sealValue } from "./seal-value.ts";
import { sealingKeysAnnotation } from "./seal-secret.ts";
import { type FailedUnseal, legacyItem, unsealItems } from "./unseal-items.ts";

export interface ResealedSecret {
  readonly kind: "resealed";
  /** The very object that was given when nothing had to change. */
  readonly sealedSecret: KubeObject;
  readonly changedItems: readonly string[];
}

/** Re-encrypts for the certificate what is not sealed with it yet. Templates, metadata and the other items stay as they are; no plaintext leaves. */
export async function resealSecret(
  object: KubeObject,
  { keys, certificate }: { readonly keys: readonly UnsealingKey[]; readonly certificate: SealingCertificate },
): Promise<ResealedSecret | FailedUnseal> {
  const sealedSecret = parseSealedSecret(object);
  const unsealed = await unsealItems(sealedSecret, keys);
  if (unsealed.kind === "failed") return unsealed;
  const old = [...unsealed.items].filter(([, { keyFingerprint }]) => keyFingerprint !== certificate.fingerprint);
  if (old.length === 0) return { kind: "resealed", sealedSecret: object, changedItems: [] };

  const label = computeLabel(sealedSecret, sealedSecret.scope);
  const texts = new Map(old.map(([item, { plaintext }]) => [item, sealValue(plaintext, { publicKey: certificate.publicKey, label })]));
  const encryptedData = { ...getRecord(object, "spec", "encryptedData"), ...Object.fromEntries(texts) };
  const sealed = sealedSecret.legacyData === undefined ? { encryptedData } : { data: texts.get(legacyItem) };
  const spec = { ...getRecord(object, "spec"), ...sealed };
  const annotations = { ...object.metadata.annotations, [sealingKeysAnnotation]: certificate.fingerprint };
  return { kind: "resealed", sealedSecret: { ...object, metadata: { ...object.metadata, annotations }, spec }, changedItems: old.map(([item]) => item) };
}
