import { describeError, isSillageError } from "../../errors/index.ts";
import { getStringMap, type KubeObject } from "../../kube/index.ts";
import { getScope, sealingKeysAnnotation, unsealSecret } from "../../seal/index.ts";
import type { SealedSecretDeps } from "./deps.ts";
import { secretAnnotations } from "./names.ts";
import { digestForRecord, type ValueDigests } from "./value.ts";

/** What a SealedSecret unseals to. */
export type Verdict =
  | { readonly kind: "unsealed"; readonly digest: KubeObject; readonly value: ValueDigests; readonly keyFingerprints: readonly string[] }
  | { readonly kind: "failed"; readonly message: string; readonly triedKeys: readonly string[] };

/** The verdict on one generation of one SealedSecret, so that nothing is decrypted twice. It holds no plaintext. */
export interface Memory {
  readonly identity: string;
  readonly verdict: Verdict;
}

/** A verdict, and the Secret itself when it was decrypted just now. */
export interface Unsealed {
  readonly memory: Memory;
  readonly secret?: KubeObject;
}

/** Decrypts only when ciphertext, template, scope or the keys that matter have changed since. */
export async function unseal(deps: SealedSecretDeps, object: KubeObject, memory: Memory | undefined): Promise<Unsealed> {
  const identity = identify(object);
  if (memory?.identity === identity && isValid(memory.verdict, deps)) return { memory };
  const { verdict, secret } = await decrypt(deps, object);
  return { memory: { identity, verdict }, ...(secret === undefined ? {} : { secret }) };
}

/** Two states of a SealedSecret with the same identity unseal to the same. */
export function identify({ metadata }: KubeObject): string {
  return `${metadata.uid}/${metadata.generation}/${getScope(metadata)}`;
}

/** A success holds while its keys are there, a failure until there are others. */
function isValid(verdict: Verdict, { ring }: SealedSecretDeps): boolean {
  if (verdict.kind === "unsealed") return verdict.keyFingerprints.every((fingerprint) => ring.has(fingerprint));
  return ring.list().every(({ fingerprint }) => verdict.triedKeys.includes(fingerprint));
}

async function decrypt({ ring, digestSecret }: SealedSecretDeps, object: KubeObject): Promise<{ readonly verdict: Verdict; readonly secret?: KubeObject }> {
  const keys = ring.list();
  const triedKeys = keys.map(({ fingerprint }) => fingerprint);
  try {
    const unsealed = await unsealSecret(object, keys);
    if (unsealed.kind === "failed") {
      const cause = unsealed.hint ?? describeMissingKeys(object, triedKeys) ?? [];
      return { verdict: { kind: "failed", message: [unsealed.message, cause].flat().join(": "), triedKeys } };
    }
    const secret = withOwner(unsealed.secret, object);
    const keyFingerprints = [...new Set(Object.values(unsealed.keyFingerprints))];
    return { verdict: { kind: "unsealed", digest: digestSecret(secret), value: digestForRecord(secret, { object, ring }), keyFingerprints }, secret };
  } catch (error) {
    if (!isSillageError(error, "invalid")) throw error;
    return { verdict: { kind: "failed", message: describeError(error), triedKeys } };
  }
}

/** What `sillage seal` noted when it sealed tells which key is gone. */
function describeMissingKeys({ metadata }: KubeObject, triedKeys: readonly string[]): string | undefined {
  const noted = metadata.annotations?.[sealingKeysAnnotation]?.split(",") ?? [];
  const missing = noted.filter((fingerprint) => fingerprint !== "" && !triedKeys.includes(fingerprint));
  return missing.length === 0 ? undefined : `it was sealed for ${missing.join(", ")}, which this cluster does not have`;
}

/** The Secret goes with its SealedSecret, unless the template wants it to stay. */
function withOwner(secret: KubeObject, { apiVersion, kind, metadata }: KubeObject): KubeObject {
  if (getStringMap(secret, "metadata", "annotations")[secretAnnotations.skipOwner] === "true") return secret;
  const owner = { apiVersion, kind, name: metadata.name ?? "", uid: metadata.uid ?? "", controller: true };
  return { ...secret, metadata: { ...secret.metadata, ownerReferences: [owner] } };
}
