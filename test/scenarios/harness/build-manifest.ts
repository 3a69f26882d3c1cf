import type { ApplicationSpec } from "../../../src/api/index.ts";
import type { KubeObject } from "../../../src/kube/index.ts";
import { buildApplication } from "../../builders/application.ts";

/** Words and `key=value` pairs of a line. */
export interface Settings {
  readonly flags: ReadonlySet<string>;
  readonly values: Readonly<Record<string, string>>;
}

export function parseSettings(words: readonly string[]): Settings {
  const pairs = words.filter((word) => word.includes("="));
  return {
    flags: new Set(words.filter((word) => !word.includes("="))),
    values: Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)])),
  };
}

export const server = "https://kubernetes.default.svc";
const annotationNames: Readonly<Record<string, string>> = {
  wave: "argocd.argoproj.io/sync-wave",
  hook: "argocd.argoproj.io/hook",
  "hook-delete": "argocd.argoproj.io/hook-delete-policy",
  options: "argocd.argoproj.io/sync-options",
};

/** The short form of an object: its kind, its name, and what matters of it: `deployment web replicas=2 wave=1`. */
export function buildManifest(words: readonly string[], repoURL: string): KubeObject {
  const [kind = "", name = "", ...rest] = words;
  const settings = parseSettings(rest);
  const { values } = settings;
  const build = builders[kind];
  if (build === undefined) throw new Error(`No short form of "${kind}"`);
  const annotations = Object.fromEntries(Object.entries(annotationNames).flatMap(([key, annotation]) => (values[key] === undefined ? [] : [[annotation, values[key]]])));
  const object = build(name, settings, repoURL);
  return Object.keys(annotations).length === 0 ? object : { ...object, metadata: { ...object.metadata, annotations } };
}

const builders: Readonly<Record<string, (name: string, settings: Settings, repoURL: string) => KubeObject>> = {
  configmap: (name, { values }) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { v: values["v"] ?? "1" } }),
  deployment: (name, { values }) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      replicas: Number(values["replicas"] ?? "1"),
      ...(values["deadline"] === undefined ? {} : { progressDeadlineSeconds: Number(values["deadline"]) }),
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name }, ...behaviorOf(values) }, spec: { containers: [{ name: "app", image: `registry.example/web:${values["tag"] ?? "1"}` }] } },
    },
  }),
  job: (name, { values }) => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: behaviorOf(values),
        spec: { restartPolicy: "Never", containers: [{ name: "run", image: "registry.example/job:1", command: ["sh", "-c", `exit ${values["exit"] ?? "0"}`] }] },
      },
    },
  }),
  application: (name, settings, repoURL) => {
    const { status: _status, ...app } = buildApplication({ name, spec: buildSpec(name, settings, repoURL) });
    return { ...app, metadata: { ...app.metadata, finalizers: ["resources-finalizer.argocd.argoproj.io"] } };
  },
};

function behaviorOf({ behavior }: Readonly<Record<string, string>>) {
  return behavior === undefined ? {} : { annotations: { "sandbox.sillage.dev/behavior": behavior.replace(":", "=") } };
}

function buildSpec(name: string, { flags, values }: Settings, repoURL: string): Partial<ApplicationSpec> {
  const automated = { prune: flags.has("prune"), selfHeal: flags.has("selfHeal"), allowEmpty: flags.has("allowEmpty") };
  return {
    source: { repoURL, path: values["path"] ?? name, targetRevision: "main" },
    destination: { server, namespace: values["namespace"] ?? "shop" },
    syncPolicy: {
      ...(flags.has("automated") ? { automated } : {}),
      syncOptions: ["CreateNamespace=true"],
      ...(values["retry"] === undefined ? {} : { retry: { limit: Number(values["retry"]) } }),
    },
  };
}
