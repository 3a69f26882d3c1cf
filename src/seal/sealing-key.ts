import { createPrivateKey, createPublicKey, createSecretKey, hkdfSync, type KeyObject, type webcrypto } from "node:crypto";
import { SillageError } from "../errors/index.ts";
import { parseCertificates, type SealingCertificate } from "./certificate.ts";
import { computeFingerprint } from "./fingerprint.ts";

/** What can open sealed values. The private key cannot be read out of it again. */
export interface UnsealingKey {
  readonly fingerprint: string;
  readonly privateKey: webcrypto.CryptoKey;
  /** Bytes of a value encrypted with it. */
  readonly size: number;
}

/** A key pair as a key Secret holds it. */
export interface SealingKey extends UnsealingKey {
  readonly certificate: SealingCertificate;
  /** For `digestValue`: whoever cannot unseal cannot have it. */
  readonly digestKey: KeyObject;
}

/** The pair of a `kubernetes.io/tls` Secret's `tls.crt` and `tls.key`. Throws `invalid` when the halves do not fit. */
export function parseSealingKey(pair: { readonly certificate: string; readonly privateKey: string }): SealingKey {
  const [certificate] = parseCertificates(pair.certificate);
  const privateKey = readPrivateKey(pair.privateKey);
  const key = toUnsealingKey(privateKey);
  if (key.fingerprint !== certificate.fingerprint) {
    throw new SillageError("invalid", `Cannot use the sealing key: its certificate ${certificate.fingerprint} belongs to another private key`, { terminal: true });
  }
  return { ...key, certificate, digestKey: deriveDigestKey(privateKey) };
}

const block = /-----BEGIN (?:RSA )?PRIVATE KEY-----[^-]*-----END (?:RSA )?PRIVATE KEY-----/g;

/** All private keys of a PEM text, in its order. Throws `invalid` when there is none. */
export function parsePrivateKeys(pem: string): readonly UnsealingKey[] {
  const blocks = pem.match(block) ?? [];
  if (blocks.length === 0) throw new SillageError("invalid", "Cannot read the private key: there is no PEM block PRIVATE KEY", { terminal: true });
  return blocks.map((text) => toUnsealingKey(readPrivateKey(text)));
}

function toUnsealingKey(key: KeyObject): UnsealingKey {
  const size = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  return { fingerprint: computeFingerprint(createPublicKey(key)), privateKey: key.toCryptoKey({ name: "RSA-OAEP", hash: "SHA-256" }, false, ["decrypt"]), size };
}

function deriveDigestKey(key: KeyObject): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync("sha256", key.export({ type: "pkcs8", format: "der" }), "", "sillage.dev digest of a Secret's value", 32)));
}

/** The cause is left out: it might quote what it read. */
function readPrivateKey(pem: string): KeyObject {
  const key = attempt(() => createPrivateKey(pem));
  if (key?.asymmetricKeyType !== "rsa") throw new SillageError("invalid", "Cannot read the private key: it is not an RSA key in PEM", { terminal: true });
  return key;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
