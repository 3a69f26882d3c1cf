import { X509Certificate } from "node:crypto";
import { SillageError } from "../../errors/index.ts";

export interface TlsCertificate {
  readonly pem: string;
  /** Of the public key: `rsa`, `ecdsa`, `ed25519`. */
  readonly keyType: string;
  /** `CN=git.example.com,O=Example`. */
  readonly subject: string;
}

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in a PEM text. Throws `invalid` when there are none, or one cannot be read. */
export function parseCertificates(text: string): readonly TlsCertificate[] {
  const blocks = text.match(pemBlock) ?? [];
  if (blocks.length === 0) throw new SillageError("invalid", "There is no certificate in it: PEM is expected, from BEGIN CERTIFICATE to END CERTIFICATE");
  return blocks.map(parseCertificate);
}

function parseCertificate(pem: string): TlsCertificate {
  try {
    const certificate = new X509Certificate(pem);
    const { asymmetricKeyType = "unknown" } = certificate.publicKey;
    return { pem, keyType: asymmetricKeyType === "ec" ? "ecdsa" : asymmetricKeyType, subject: certificate.subject.split("\n").toReversed().join(",") };
  } catch (cause) {
    throw new SillageError("invalid", "A certificate in it cannot be read", { cause });
  }
}
