import { SillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { getString } from "../../kube/index.ts";
import { parsePrivateKeys, parseSealingKey, type SealingCertificate, type UnsealingKey } from "../../seal/index.ts";
import { fetchKeySecrets } from "./key-secrets.ts";
import { readSecrets } from "./read-secrets.ts";
import type { ControllerFlags, SealWorld } from "./world.ts";

/** Keys in the order they should be tried: newest first, those of unknown age last. */
export interface KeyRing {
  readonly keys: readonly UnsealingKey[];
  /** Of the keys that may seal; the newest first. Bare PEM keys have none. */
  readonly certificates: readonly SealingCertificate[];
  /** From when each key seals, by fingerprint; unknown for bare PEM keys. */
  readonly notBefore: ReadonlyMap<string, number>;
}

interface RingKey {
  readonly key: UnsealingKey;
  readonly certificate: SealingCertificate | undefined;
  readonly isCompromised: boolean;
}

const activeLabel = "sealedsecrets.bitnami.com/sealed-secrets-key";

/** The private keys of files, and with `cluster` among them those of the controller's key Secrets. Throws when one cannot be read; no key is in the message. */
export async function readKeys(
  { world, signal }: { readonly world: SealWorld; readonly signal: AbortSignal },
  flags: ControllerFlags & { readonly recoveryPrivateKey?: readonly string[] },
): Promise<KeyRing> {
  const found: RingKey[] = [];
  for (const place of flags.recoveryPrivateKey ?? []) {
    if (place === "cluster") found.push(...(await fetchKeySecrets({ world, signal }, flags)).map((secret) => parseKeySecret(secret, "the cluster")));
    else found.push(...parseKeyFile(Buffer.from(await world.readBytes(place)).toString("utf8"), place));
  }
  if (found.length === 0) throw new SillageError("invalid", "No private key: give --recovery-private-key with PEM files or key Secrets, or `cluster`");
  const sorted = found.toSorted((a, b) => (b.certificate?.notBefore ?? 0) - (a.certificate?.notBefore ?? 0));
  return {
    keys: sorted.map(({ key }) => key),
    certificates: sorted.flatMap(({ certificate, isCompromised }) => (certificate === undefined || isCompromised ? [] : [certificate])),
    notBefore: new Map(sorted.flatMap(({ certificate }) => (certificate === undefined ? [] : [[certificate.fingerprint, certificate.notBefore]]))),
  };
}

function parseKeyFile(text: string, file: string): readonly RingKey[] {
  try {
    if (/^\s*-----BEGIN /.test(text)) return parsePrivateKeys(text).map((key) => ({ key, certificate: undefined, isCompromised: false }));
    return readSecrets(text, file).map(({ secret, place }) => parseKeySecret(secret, `"${place}"`));
  } catch (cause) {
    throw new SillageError("invalid", `Cannot use the private keys of "${file}"`, { cause });
  }
}

/** The pair of a key Secret. Throws `invalid` that names the Secret. */
export function parseKeySecret(secret: KubeObject, place: string): RingKey {
  const [certificate, privateKey] = ["tls.crt", "tls.key"].map((item) => {
    const value = getString(secret, "data", item);
    if (value === undefined) throw new SillageError("invalid", `Secret "${secret.metadata.name ?? ""}" in ${place} is no key Secret: it has no data "${item}"`);
    return Buffer.from(value, "base64").toString("utf8");
  });
  const key = parseSealingKey({ certificate: certificate ?? "", privateKey: privateKey ?? "" });
  return { key, certificate: key.certificate, isCompromised: secret.metadata.labels?.[activeLabel] === "compromised" };
}
