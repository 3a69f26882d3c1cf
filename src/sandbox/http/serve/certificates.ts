// oxlint-disable-next-line import/no-unassigned-import -- x509 needs the polyfill loaded before it
import "reflect-metadata";
import type { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

export interface KeyPair {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** The sandbox's own certificate authority. It lives as long as the process. */
export interface Authority {
  /** PEM of the authority, for clients to trust. */
  readonly certificate: string;
  issueServer(hosts: readonly string[]): Promise<KeyPair>;
  /** For a user: the common name is the user's name, the organisations are the groups. */
  issueClient(name: string, groups: readonly string[]): Promise<KeyPair>;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const validityMs = 365 * 24 * 3_600_000;

export async function createAuthority(options: { readonly now: number }): Promise<Authority> {
  const keys = await generateKeys();
  const subject = "CN=sillage-sandbox";
  const span = { notBefore: new Date(options.now - 3_600_000), notAfter: new Date(options.now + validityMs), signingAlgorithm: algorithm };
  const root = await X509CertificateGenerator.createSelfSigned({
    ...span,
    serialNumber: "01",
    name: subject,
    keys,
    extensions: [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true)],
  });
  let serial = 1;
  async function issue(name: string, extensions: ConstructorParameters<typeof SubjectAlternativeNameExtension>[0] | undefined): Promise<KeyPair> {
    const pair = await generateKeys();
    serial += 1;
    const certificate = await X509CertificateGenerator.create({
      ...span,
      serialNumber: serial.toString(16).padStart(4, "0"),
      subject: name,
      issuer: subject,
      publicKey: pair.publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new ExtendedKeyUsageExtension([extensions === undefined ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth]),
        ...(extensions === undefined ? [] : [new SubjectAlternativeNameExtension(extensions)]),
      ],
    });
    return { certificate: certificate.toString("pem"), key: await exportKey(pair.privateKey) };
  }
  return {
    certificate: root.toString("pem"),
    issueServer: (hosts) =>
      issue(
        "CN=kube-apiserver",
        hosts.map((host) => ({ type: /^[\d.]+$|:/.test(host) ? "ip" : "dns", value: host })),
      ),
    issueClient: (name, groups) => issue([`CN=${escapeName(name)}`, ...groups.map((group) => `O=${escapeName(group)}`)].join(", "), undefined),
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = await crypto.subtle.exportKey("pkcs8", key);
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;
}

function escapeName(text: string): string {
  return text.replaceAll(/[,+"\\<>;=#]/g, (character) => `\\${character}`);
}
