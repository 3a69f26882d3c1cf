import { type KeyObject, X509Certificate } from "node:crypto";
import { SillageError } from "../errors/index.ts";
import { computeFingerprint } from "./fingerprint.ts";

/** The public half of a sealing key: whoever has it can seal. */
export interface SealingCertificate {
  readonly pem: string;
  readonly publicKey: KeyObject;
  readonly fingerprint: string;
  /** Milliseconds since the epoch. The newest key by this time seals. */
  readonly notBefore: number;
  readonly notAfter: number;
}

const block = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** All certificates of a PEM text in their order; of `/v1/cert.pem` the first is the one to seal with. Throws `invalid` when there is none. */
export function parseCertificates(pem: string): readonly [SealingCertificate, ...SealingCertificate[]] {
  const [first, ...others] = pem.match(block) ?? [];
  if (first === undefined) throw new SillageError("invalid", "Cannot read the certificate: there is no PEM block CERTIFICATE", { terminal: true });
  return [parseCertificate(first), ...others.map(parseCertificate)];
}

function parseCertificate(pem: string): SealingCertificate {
  const certificate = readCertificate(pem);
  const { publicKey, validFromDate, validToDate } = certificate;
  return { pem: `${pem}\n`, publicKey, fingerprint: computeFingerprint(publicKey), notBefore: validFromDate.getTime(), notAfter: validToDate.getTime() };
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new SillageError("invalid", "Cannot read the certificate: it is not valid X.509", { cause, terminal: true });
  }
}
