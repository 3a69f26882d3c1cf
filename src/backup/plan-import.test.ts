import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KubeObject } from "../kube/index.ts";
import { planImport, type ImportOptions, type ImportStep } from "./plan-import.ts";

const options: ImportOptions = { prune: false, stopOperation: false, ignoreTracking: false, skipLabels: [], isServed: (_kind, namespace) => namespace === "argocd" };

function application(parts: { readonly name?: string; readonly metadata?: object; readonly [field: string]: unknown } = {}): KubeObject {
  const { name = "web", metadata, ...rest } = parts;
  return { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name, namespace: "argocd", ...metadata }, spec: { project: "default" }, ...rest };
}

function configMap(data: Readonly<Record<string, string>>, metadata: object = {}): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-cm", namespace: "argocd", ...metadata }, data };
}

const live = { resourceVersion: "7", uid: "u", creationTimestamp: "2026-01-01T00:00:00Z" };

const cases: readonly {
  readonly name: string;
  readonly current?: readonly KubeObject[];
  readonly wanted?: readonly KubeObject[];
  readonly options?: Partial<ImportOptions>;
  readonly want: readonly ImportStep[];
}[] = [
  {
    name: "what is not there is created, status and all",
    wanted: [application({ status: { history: [] } })],
    want: [{ kind: "create", object: application({ status: { history: [] } }) }],
  },
  {
    name: "a requested sync is created along, unless operations are to stop",
    wanted: [application({ operation: { sync: {} } })],
    options: { stopOperation: true },
    want: [{ kind: "create", object: application() }],
  },
  {
    name: "another status is no difference",
    current: [application({ metadata: live, status: { reconciledAt: "now" } })],
    wanted: [application({ status: { reconciledAt: "then" } })],
    want: [{ kind: "unchanged", object: application({ metadata: live, status: { reconciledAt: "then" } }) }],
  },
  {
    name: "what differs is replaced, and what a backup has no say in stays",
    current: [application({ metadata: { ...live, labels: { a: "1" }, finalizers: ["x"] }, operation: { sync: {} }, status: { reconciledAt: "now" } })],
    wanted: [application({ metadata: { annotations: { note: "n" } }, spec: { project: "team" }, status: { reconciledAt: "then" } })],
    want: [
      {
        kind: "update",
        object: application({ metadata: { ...live, annotations: { note: "n" } }, spec: { project: "team" }, operation: { sync: {} }, status: { reconciledAt: "then" } }),
        fields: ["metadata.labels", "metadata.annotations", "metadata.finalizers", "spec"],
      },
    ],
  },
  {
    name: "a running operation is stopped when told so",
    current: [application({ metadata: live, operation: { sync: {} } })],
    wanted: [application()],
    options: { stopOperation: true },
    want: [{ kind: "update", object: application({ metadata: live }), fields: ["operation"] }],
  },
  {
    name: "settings before applications, and the annotation of kubectl never counts",
    current: [configMap({ a: "1" }, { ...live, annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } })],
    wanted: [application(), configMap({ a: "2" })],
    want: [
      { kind: "update", object: configMap({ a: "2" }, { ...live, annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } }), fields: ["data"] },
      { kind: "create", object: application() },
    ],
  },
  {
    name: "who manages an object can be left as it is",
    current: [configMap({}, { ...live, annotations: { "argocd.argoproj.io/tracking-id": "here" }, labels: { "app.kubernetes.io/instance": "here" } })],
    wanted: [configMap({}, { annotations: { "argocd.argoproj.io/tracking-id": "there" }, labels: { "app.kubernetes.io/instance": "there" } })],
    options: { ignoreTracking: true },
    want: [{ kind: "unchanged", object: configMap({}, { ...live, annotations: { "argocd.argoproj.io/tracking-id": "here" }, labels: { "app.kubernetes.io/instance": "here" } }) }],
  },
  {
    name: "what is not in the backup stays and is named",
    current: [application({ metadata: live })],
    want: [{ kind: "needsPruning", object: application({ metadata: live }) }],
  },
  {
    name: "or goes, but for ConfigMaps and what is to be left alone",
    current: [configMap({}), application({ metadata: live }), application({ name: "kept", metadata: { ...live, labels: { keep: "yes" } } })],
    options: { prune: true, skipLabels: ["keep=yes"] },
    want: [
      { kind: "skip", object: application({ name: "kept", metadata: { ...live, labels: { keep: "yes" } } }), reason: "it has the label keep=yes" },
      { kind: "prune", object: application({ metadata: live }) },
    ],
  },
  {
    name: "labels to skip, with another value, and without one",
    wanted: [application({ metadata: { labels: { keep: "no" } } }), application({ name: "api", metadata: { labels: { tier: "x" } } })],
    options: { skipLabels: ["keep=yes", "tier"] },
    want: [
      { kind: "create", object: application({ metadata: { labels: { keep: "no" } } }) },
      { kind: "skip", object: application({ name: "api", metadata: { labels: { tier: "x" } } }), reason: "it has the label tier" },
    ],
  },
  {
    name: "namespaces that are not served",
    wanted: [application({ metadata: { namespace: "team" } })],
    want: [{ kind: "skip", object: application({ metadata: { namespace: "team" } }), reason: 'namespace "team" is not among the application namespaces' }],
  },
];

describe("planImport", () => {
  for (const { name, current = [], wanted = [], want, options: given } of cases) it(name, () => assert.deepEqual(planImport(current, wanted, { ...options, ...given }), want));
});
