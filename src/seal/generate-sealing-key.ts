import { generateKeyPair, type KeyObject, webcrypto } from "node:crypto";
import { promisify } from "node:util";

export interface GenerateOptions {
  /** Milliseconds since the epoch from which the certificate holds. */
  readonly notBefore: number;
  /** Default ten years. */
  readonly validForMs?: number;
}

const tenYearsMs = 3650 * 24 * 3600 * 1000;

/** A new RSA-4096 pair with a self-signed certificate, both PEM, as a key Secret holds them. Takes some tenths of a second on the thread pool. */
export async function generateSealingKey(options: GenerateOptions): Promise<{ readonly certificate: string; readonly privateKey: string }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 4096 });
  const { notBefore, validForMs = tenYearsMs } = options;
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = await loadX509();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      notBefore: new Date(notBefore),
      notAfter: new Date(notBefore + validForMs),
      keys: toCryptoKeys(publicKey, privateKey),
      signingAlgorithm,
      extensions: [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(KeyUsageFlags.encipherOnly, true)],
    },
    webcrypto,
  );
  return { certificate: `${certificate.toString("pem")}\n`, privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString() };
}

/** Takes a quarter of a second, which sealing, and each start of the command line, must not pay. */
async function loadX509() {
  // oxlint-disable-next-line import/no-unassigned-import -- x509 needs the polyfill loaded before it
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

const signingAlgorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

function toCryptoKeys(publicKey: KeyObject, privateKey: KeyObject): webcrypto.CryptoKeyPair {
  return { publicKey: publicKey.toCryptoKey(signingAlgorithm, true, ["verify"]), privateKey: privateKey.toCryptoKey(signingAlgorithm, false, ["sign"]) };
}
