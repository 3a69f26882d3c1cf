import { parseApplication, type Application } from "../src/api/index.ts";

/** An application as they are after some months: ten objects, five deployments in its history, the last operation with its results. */
export function buildLargeApplication(name: string, { project }: { readonly project: string }): Application {
  const source = { repoURL: "https://git.example.com/platform/gitops.git", path: `apps/${name}/overlays/production`, targetRevision: "main" };
  const revision = "3f786850e387550fdab836ed7e6dc881de23001b";
  const kinds = ["Deployment", "Service", "ConfigMap", "Ingress", "ServiceAccount", "Role", "RoleBinding", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy"];
  const resources = kinds.map((kind) => ({ group: "apps", version: "v1", kind, namespace: name, name, status: "Synced", health: { status: "Healthy" } }));
  const results = resources.map(({ health: _health, ...resource }) => ({
    ...resource,
    status: "Synced",
    message: `${resource.kind.toLowerCase()}.apps/${name} serverside-applied`,
    hookPhase: "Running",
    syncPhase: "Sync",
  }));
  const deployed = (id: number) => ({ id, revision, deployedAt: "2026-11-01T10:00:00Z", deployStartedAt: "2026-11-01T09:59:58Z", source, initiatedBy: { automated: true } });
  return parseApplication({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name,
      namespace: "argocd",
      uid: name,
      resourceVersion: "1",
      creationTimestamp: "2026-06-01T00:00:00Z",
      labels: { team: project },
      annotations: { "notifications.argoproj.io/subscribe.on-deployed.slack": "deployments" },
    },
    spec: {
      project,
      source,
      destination: { server: "https://kubernetes.default.svc", namespace: name },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] },
    },
    status: {
      sync: { status: "Synced", revision, comparedTo: { source, destination: { server: "https://kubernetes.default.svc", namespace: name } } },
      health: { status: "Healthy" },
      reconciledAt: "2026-11-01T10:00:05Z",
      resources,
      history: [1, 2, 3, 4, 5].map(deployed),
      operationState: {
        operation: { sync: { revision, prune: true }, initiatedBy: { automated: true } },
        phase: "Succeeded",
        message: "successfully synced (all tasks run)",
        startedAt: "2026-11-01T09:59:58Z",
        finishedAt: "2026-11-01T10:00:02Z",
        syncResult: { revision, source, resources: results },
      },
      summary: { images: ["registry.example.com/shop/backend:1.2.3"], externalURLs: ["https://shop.example.com/"] },
    },
  });
}
