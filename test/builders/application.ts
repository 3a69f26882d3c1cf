import type { Application, ApplicationSpec, ApplicationStatus, Operation } from "../../src/api/index.ts";

export interface ApplicationParts {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: Partial<ApplicationSpec>;
  readonly operation?: Operation;
  readonly status?: ApplicationStatus;
}

/** A valid application `web` of `apps/web` into namespace `shop`, automated with prune and self-heal unless told otherwise. */
export function buildApplication(parts: ApplicationParts = {}): Application {
  const { name = "web", namespace = "argocd", annotations, spec, operation, status = {} } = parts;
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      project: "default",
      source: { repoURL: "https://git.example.com/shop.git", path: `apps/${name}`, targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
      ...spec,
    },
    ...(operation === undefined ? {} : { operation }),
    status,
  };
}
