import { createDecipheriv, webcrypto } from "node:crypto";
import { type Envelope, nonce, splitEnvelope, tagBytes } from "./envelope.ts";
import { type UnsealingKey } from "./sealing-key.ts";

export interface UnsealOptions {
  /** Tried in this order: put the newest first. */
  readonly keys: readonly UnsealingKey[];
  readonly label: string;
}

/** `malformed`: no key can help. `noKey`: sealed with another key, for another name, namespace or scope, or damaged; the format does not tell which. */
export type UnsealedValue =
  | { readonly kind: "unsealed"; readonly plaintext: Uint8Array; readonly keyFingerprint: string }
  | { readonly kind: "failed"; readonly reason: "malformed" | "noKey"; readonly message: string };

/** Decrypts one item with whichever key fits. RSA runs on the thread pool, so many at once use all cores and block nobody. */
export async function unsealValue(text: string, { keys, label }: UnsealOptions): Promise<UnsealedValue> {
  const envelope = splitEnvelope(text);
  if ("problem" in envelope) return { kind: "failed", reason: "malformed", message: `cannot read the sealed value: ${envelope.problem}` };
  for (const key of keys) {
    const plaintext = await openEnvelope(envelope, { key, label: Buffer.from(label) });
    if (plaintext !== undefined) return { kind: "unsealed", plaintext, keyFingerprint: key.fingerprint };
  }
  return { kind: "failed", reason: "noKey", message: "no key could decrypt secret" };
}

async function openEnvelope({ encryptedKey, payload }: Envelope, { key, label }: { readonly key: UnsealingKey; readonly label: Uint8Array }): Promise<Uint8Array | undefined> {
  if (encryptedKey.length !== key.size) return undefined;
  try {
    const sessionKey = await webcrypto.subtle.decrypt({ name: "RSA-OAEP", label }, key.privateKey, encryptedKey);
    const decipher = createDecipheriv("aes-256-gcm", new Uint8Array(sessionKey), nonce);
    decipher.setAuthTag(payload.subarray(-tagBytes));
    return Buffer.concat([decipher.update(payload.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}
