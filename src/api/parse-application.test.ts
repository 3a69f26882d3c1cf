import { deepEqual, throws } from "node:assert/strict";
import { test } from "node:test";
import { parseApplication } from "./parse-application.ts";
import { validateSpec } from "./validate-spec.ts";

const base = { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: "web", namespace: "argocd" } };
const spec = { source: { repoURL: "https://x/a", path: "web" }, destination: { server: "https://kubernetes.default.svc" } };

test("fills in the project and an empty status", () => {
  deepEqual(parseApplication({ ...base, spec }), { ...base, spec: { ...spec, project: "default" }, status: {} });
});

test("keeps a status it understands", () => {
  const status = { sync: { status: "Synced", revision: "abc" }, health: { status: "Healthy" } };
  deepEqual(parseApplication({ ...base, spec, status }).status, status);
});

test("keeps of a status what it understands, and what it does not know", () => {
  const history = [{ id: 1, revision: "abc", deployedAt: "2026-01-02T03:04:05Z" }];
  const known = { type: "SyncError", message: "no" };
  const status = { sync: { status: "Odd" }, history, conditions: [known, { type: "OfTomorrow", message: "new" }], sourceHydrator: { phase: "Hydrated" } };
  deepEqual(parseApplication({ ...base, spec, status }).status, { history, conditions: [known], sourceHydrator: { phase: "Hydrated" } });
  deepEqual(parseApplication({ ...base, spec, status: "odd" }).status, {});
});

const broken = [
  { name: "no spec", object: base, message: /must have required properties spec/ },
  { name: "wrong type", object: { ...base, spec: { ...spec, source: { repoURL: 1 } } }, message: /"argocd\/web": spec\.source\.repoURL must be string/ },
  { name: "wrong list", object: { ...base, spec: { ...spec, ignoreDifferences: [{}] } }, message: /spec\.ignoreDifferences\.0 must have required properties kind/ },
];
for (const { name, object, message } of broken) test(`refuses: ${name}`, () => throws(() => parseApplication(object), { code: "invalid", reason: "InvalidSpec", message }));

const specs = [
  { name: "good", input: spec, want: [] },
  { name: "two destinations", input: { ...spec, destination: { server: "s", name: "n" } }, want: ['spec.destination: has both server "s" and name "n", only one may be set'] },
  { name: "no destination", input: { ...spec, destination: {} }, want: ["spec.destination: one of server and name must be set"] },
  { name: "no source", input: { destination: spec.destination }, want: ["spec.source: a source with repoURL and path is required"] },
  { name: "no path", input: { ...spec, sources: [{ repoURL: "x" }] }, want: ["spec.sources[0]: one of path, chart and ref must be set"] },
  {
    name: "two tools",
    input: { ...spec, source: { ...spec.source, helm: {}, kustomize: {} } },
    want: ["spec.source: only one of helm, kustomize, directory and plugin may be set"],
  },
];
for (const { name, input, want } of specs) test(`validates: ${name}`, () => deepEqual(validateSpec({ project: "default", ...input }), want));
