import type { ClientCertificate } from "./connection.ts";

/** What a request carries to prove who we are. */
export interface Proof {
  /** The value of the Authorization header. */
  readonly authorization?: string;
  readonly clientCertificate?: ClientCertificate;
  /** When to ask again, in milliseconds since the epoch; for ever good when left out. */
  readonly expiresMs?: number;
}
