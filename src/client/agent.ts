import { Agent } from "undici";

export interface TlsOptions {
  /** Any certificate of the server will do. */
  readonly isInsecure?: boolean;
  /** PEM; the only authorities that are trusted then. */
  readonly certificateAuthority?: string;
  /** Both in PEM: who we are, for servers and proxies that ask. */
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** Connections to a server. A stream may be silent for as long as nothing happens. */
export function createAgent({ isInsecure = false, certificateAuthority, client }: TlsOptions = {}): Agent {
  const identity = client === undefined ? {} : { cert: client.certificate, key: client.key };
  const trust = certificateAuthority === undefined ? {} : { ca: certificateAuthority };
  return new Agent({ bodyTimeout: 0, connect: { rejectUnauthorized: !isInsecure, ...trust, ...identity } });
}
