import { stringifyYaml } from "../../../kube/yaml/index.ts";

export interface KubeconfigOptions {
  /** `https://127.0.0.1:6443`. */
  readonly server: string;
  /** PEM. */
  readonly authority: string;
  readonly user: string;
  readonly token: string;
}

/** A kubeconfig with one cluster, one user and one context. */
export function formatKubeconfig(options: KubeconfigOptions): string {
  const name = "sillage-sandbox";
  return stringifyYaml({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: options.server, "certificate-authority-data": Buffer.from(options.authority).toString("base64") } }],
    users: [{ name: options.user, user: { token: options.token } }],
    contexts: [{ name, context: { cluster: name, user: options.user } }],
    "current-context": name,
  });
}
