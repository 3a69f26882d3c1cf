/** What the flags and the environment say of the connection; the rest is in the file of contexts. */
export interface CliSettings {
  readonly server?: string | undefined;
  readonly authToken?: string | undefined;
  /** Another context than the current one. */
  readonly contextName?: string | undefined;
  /** Another file of contexts. */
  readonly configFile?: string | undefined;
  readonly isCore?: boolean | undefined;
  readonly kubeContext?: string | undefined;
  readonly isInsecure?: boolean | undefined;
  readonly isPlain?: boolean | undefined;
  readonly serverCertificateFile?: string | undefined;
  readonly clientCertificateFile?: string | undefined;
  readonly clientKeyFile?: string | undefined;
  readonly headers?: readonly string[] | undefined;
  readonly rootPath?: string | undefined;
  readonly httpRetryMax?: number | undefined;
}
