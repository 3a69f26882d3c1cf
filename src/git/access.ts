/** How to prove who we are to a Git server. */
export type GitCredentials =
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "ssh"; readonly privateKey: string };

/** Everything needed to reach one repository. */
export interface GitAccess {
  readonly credentials?: GitCredentials;
  /** Lines in the format of `known_hosts`; without them no SSH host is trusted, unless `insecure`. */
  readonly knownHosts?: string;
  /** Certificates in PEM that are trusted for this server, instead of the system's. */
  readonly trustedCertificates?: string;
  /** Shown to servers that ask who we are in TLS itself; both in PEM. */
  readonly clientCertificate?: { readonly certificate: string; readonly privateKey: string };
  /** Accept any TLS certificate and any SSH host key. */
  readonly insecure?: boolean;
  /** Refuse a server on this very machine: whoever may name repositories could otherwise reach what listens on loopback only. */
  readonly isLoopbackRefused?: boolean;
}
