/** How to prove who we are. Secrets live here and in request headers only. */
export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly token: string }
  /** Read again at least once a minute, as service account tokens rotate. */
  | { readonly kind: "tokenFile"; readonly path: string }
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | { readonly kind: "exec"; readonly plugin: ExecPlugin };

/** A credential plugin (client.authentication.k8s.io): a program that prints a token or a client certificate. */
export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What to tell a person whose machine lacks the program. */
  readonly installHint: string;
  /** Hand the cluster's address and CA to the plugin. */
  readonly provideClusterInfo: boolean;
}

/** PEM texts. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Everything needed to talk to one API server. */
export interface ClusterConnection {
  /** `https://host:port`, perhaps with a path in front of `/api`. */
  readonly server: string;
  /** PEM; the system's roots when left out. */
  readonly ca?: string;
  readonly clientCertificate?: ClientCertificate;
  /** The name the server's certificate is checked against, when it is not the host of `server`. */
  readonly tlsServerName?: string;
  /** Do not check the server's certificate at all. */
  readonly insecure?: boolean;
  readonly proxyUrl?: string;
  readonly credentials: Credentials;
  /** The namespace of the kubeconfig's context or of our own pod. */
  readonly namespace?: string;
}
