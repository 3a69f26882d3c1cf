/** How to get into a Git server. None of it ever leaves ours, but for the name of the user. */
interface Secrets {
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  readonly sshPrivateKey?: string;
  /** Both in PEM. */
  readonly tlsClientCertData?: string;
  readonly tlsClientCertKey?: string;
}

/** A Git repository, as kept in a Secret labelled `argocd.argoproj.io/secret-type: repository`. */
export interface Repository extends Secrets {
  readonly repo: string;
  readonly type: "git";
  readonly name?: string;
  readonly project?: string;
  readonly insecure?: boolean;
  /** Has none of its own and takes those of a template. */
  readonly inheritedCreds?: boolean;
  readonly connectionState?: ConnectionState;
}

export interface ConnectionState {
  readonly status: "Successful" | "Failed" | "Unknown";
  readonly message: string;
  /** RFC 3339. */
  readonly attemptedAt?: string;
}

/** What gets into all repositories whose URL begins with this one, as kept in a Secret labelled `repo-creds`. */
export interface RepositoryCredentials extends Secrets {
  readonly url: string;
  readonly type: "git";
}
