import type { KubeClient, KubeObject } from "../../kube/index.ts";

/** What the service needs of the rest of the product. */
export interface CertificateServiceDeps {
  readonly kube: KubeClient;
  readonly settings: {
    getConfigMap(name: "argocd-ssh-known-hosts-cm" | "argocd-tls-certs-cm"): KubeObject | undefined;
    /** Called after each change of any setting; returns the way to stop. */
    onChange(handler: () => void): () => void;
  };
}

export interface CertificateServiceOptions {
  /** The control namespace. */
  readonly namespace: string;
}
