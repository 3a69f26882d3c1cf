/** A Git repository and how to get into it, as kept in a Secret labelled `argocd.argoproj.io/secret-type: repository`. Credentials never leave the server. */
export interface Repository {
  readonly repo: string;
  readonly type: "git";
  readonly name?: string;
  readonly project?: string;
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  readonly sshPrivateKey?: string;
  readonly insecure?: boolean;
  readonly connectionState?: { readonly status: "Successful" | "Failed" | "Unknown"; readonly message: string };
}
