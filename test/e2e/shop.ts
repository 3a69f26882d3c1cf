/** Small manifests for one application: what the end-to-end tests commit. */

export interface ShopOptions {
  readonly replicas?: number;
  readonly image?: string;
}

export function deployment({ replicas = 3, image = "registry.example.com/shop/web:1.0" }: ShopOptions = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${replicas}
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: ${image}
`;
}

export function configMap(name: string, data: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data })}\n`;
}

/** A hook Job that leaves a trace: it is never deleted, so each run is one object. */
export function hookJob(phase: "PreSync" | "PostSync"): string {
  const name = phase.toLowerCase();
  return `apiVersion: batch/v1
kind: Job
metadata:
  generateName: ${name}-
  annotations:
    argocd.argoproj.io/hook: ${phase}
    argocd.argoproj.io/hook-delete-policy: HookFailed
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: ${name}
          image: registry.example.com/shop/${name}:1.0
`;
}
