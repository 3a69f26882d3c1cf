import type { KubeObject } from "../src/kube/index.ts";

/** What is deployed: a number of applications, each one kustomize overlay of a shared base with a Deployment, a Service and a ConfigMap. */
export interface Workload {
  readonly applications: number;
  readonly namespace: string;
}

/** `app-0007`. */
export function applicationName(index: number): string {
  return `app-${String(index).padStart(4, "0")}`;
}

/** The files of the repository. */
export function repositoryFiles(workload: Workload): Record<string, string> {
  const files: Record<string, string> = { ...baseFiles() };
  for (let index = 0; index < workload.applications; index += 1) Object.assign(files, overlayFile(workload, { index, message: "first" }));
  return files;
}

/** The one file of an application's overlay. The message ends up in its ConfigMap. */
export function overlayFile(workload: Workload, overlay: { readonly index: number; readonly message: string }): Record<string, string> {
  const name = applicationName(overlay.index);
  const kustomization = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${workload.namespace}
namePrefix: ${name}-
resources:
- ../../base
patches:
- target: {kind: ConfigMap, name: settings}
  patch: |-
    - {op: replace, path: /data/message, value: ${overlay.message}}
`;
  return { [`apps/${name}/kustomization.yaml`]: kustomization };
}

/** The same objects as the repository renders to, for the bare driver. */
export function renderedObjects(workload: Workload): KubeObject[] {
  return Array.from({ length: workload.applications }, (_, index) => index).flatMap((index) =>
    baseObjects({ namespace: workload.namespace, prefix: `${applicationName(index)}-`, message: "first" }),
  );
}

/** The Application that deploys an overlay with everything automatic. */
export function applicationObject(workload: Workload, options: { readonly index: number; readonly repository: string; readonly controlNamespace: string }): KubeObject {
  const name = applicationName(options.index);
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { namespace: options.controlNamespace, name: `${workload.namespace}-${name}`, finalizers: ["resources-finalizer.argocd.argoproj.io"] },
    spec: {
      project: "default",
      source: { repoURL: options.repository, path: `apps/${name}`, targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: workload.namespace },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  };
}

function baseFiles(): Record<string, string> {
  const objects = baseObjects({ prefix: "", message: "none" });
  const names = ["deployment.yaml", "service.yaml", "settings.yaml"];
  const files = Object.fromEntries(objects.map((object, index) => [`base/${names[index] ?? ""}`, JSON.stringify(object, undefined, 2)]));
  return { ...files, "base/kustomization.yaml": `resources:\n${names.map((name) => `- ${name}\n`).join("")}` };
}

function baseObjects(options: { readonly namespace?: string; readonly prefix: string; readonly message: string }): KubeObject[] {
  const { namespace, prefix, message } = options;
  const metadata = (name: string) => ({ name: `${prefix}${name}`, ...(namespace === undefined ? {} : { namespace }), labels: { app: "web" } });
  const env = [{ name: "MESSAGE", valueFrom: { configMapKeyRef: { name: `${prefix}settings`, key: "message" } } }];
  const resources = { requests: { cpu: "10m", memory: "16Mi" } };
  const container = { name: "web", image: "registry.example/web:1.0", ports: [{ containerPort: 8080 }], env, resources };
  const template = { metadata: { labels: { app: "web" } }, spec: { containers: [container] } };
  return [
    { apiVersion: "apps/v1", kind: "Deployment", metadata: metadata("web"), spec: { replicas: 0, selector: { matchLabels: { app: "web" } }, template } },
    { apiVersion: "v1", kind: "Service", metadata: metadata("web"), spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] } },
    { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("settings"), data: { message } },
  ];
}
