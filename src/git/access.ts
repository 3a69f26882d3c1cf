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
  /** Accept any TLS certificate and any SSH host key. */
  readonly insecure?: boolean;
}
