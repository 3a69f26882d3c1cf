import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { memoryTree } from "../../../test/builders/memory-tree.ts";
import { findTool } from "../../../tools/find-tool.ts";
import type { HelmOptions } from "../../api/index.ts";
import { describeError } from "../../errors/index.ts";
import { createLog } from "../../log/index.ts";
import { createRenderer, defaultRendererOptions } from "../renderer.ts";
import type { RenderRequest } from "../rendering.ts";

const helm = await findTool("helm");
const skip = helm.kind === "missing" ? helm.reason : false;
const renderer = createRenderer({ ...defaultRendererOptions, helm: helm.kind === "found" ? helm.path : "helm" });
const ctx = { signal: new AbortController().signal, log: createLog({ level: "silent" }) };

const files = {
  "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "charts/web/values.yaml": "color: chart\nsize: 1\nlist: []\nfile: none\n",
  "charts/web/prod.yaml": "color: prod\nsize: 2\n",
  "charts/web/crds/crd.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\n",
  "charts/web/templates/config.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
data:
  color: {{ .Values.color | quote }}
  size: {{ kindOf .Values.size }} {{ .Values.size }}
  list: {{ .Values.list | toJson | quote }}
  file: {{ .Values.file | quote }}
  kube: {{ .Capabilities.KubeVersion.Version | quote }}
  monitoring: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1/ServiceMonitor" | quote }}
---
# a second one
apiVersion: v1
kind: Secret
metadata: {name: second}
`,
  "charts/web/templates/tests/test.yaml": 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: test\n  annotations: {"helm.sh/hook": test}\n',
  "shared/common.yaml": "color: shared\n",
  "shared/motd": "hello, world",
};

function requestFor(options: HelmOptions, more: Partial<RenderRequest> = {}): RenderRequest {
  return { source: { repoURL: "r", path: "charts/web", helm: options }, tree: memoryTree(files), refs: {}, appName: "shop", namespace: "prod", cache: "use", ...more };
}

async function renderData(options: HelmOptions, more: Partial<RenderRequest> = {}): Promise<unknown> {
  const { manifests } = await renderer.render(ctx, requestFor(options, more));
  return manifests.find(({ object }) => object.kind === "ConfigMap")?.object["data"];
}

test("renders a chart with its CRDs and tests, each object with its template", { skip }, async () => {
  const { manifests, sourceType } = await renderer.render(ctx, {
    ...requestFor({}),
    source: { repoURL: "r", path: "charts/web" },
    kubeVersion: "1.30.2",
    apiVersions: ["monitoring.coreos.com/v1/ServiceMonitor"],
  });
  assert.equal(sourceType, "Helm");
  assert.deepEqual(manifests.map(({ object, origin }) => `${object.kind} ${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""} ${origin.file}`).toSorted(), [
    "ConfigMap prod/shop charts/web/templates/config.yaml",
    "CustomResourceDefinition /things.example.com charts/web/crds/crd.yaml",
    "Pod /test charts/web/templates/tests/test.yaml",
    "Secret /second charts/web/templates/config.yaml",
  ]);
  const want = { color: "chart", size: "float64 1", list: "[]", file: "none", kube: "v1.30.2", monitoring: "true" };
  assert.deepEqual(manifests.find(({ object }) => object.kind === "ConfigMap")?.object["data"], want);
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith("sillage-render-")),
    [],
  );
});

const cases: readonly { readonly name: string; readonly options: HelmOptions; readonly want: Readonly<Record<string, string>> }[] = [
  { name: "value files over the chart's values", options: { valueFiles: ["prod.yaml"] }, want: { color: "prod", size: "float64 2" } },
  {
    name: "the last value file wins, also from the root of the repository",
    options: { valueFiles: ["prod.yaml", "/shared/common.yaml"] },
    want: { color: "shared", size: "float64 2" },
  },
  { name: "value files of another source", options: { valueFiles: ["$other/v.yaml"] }, want: { color: "other", size: "float64 1" } },
  { name: "missing value files where they are ignored", options: { valueFiles: ["nope.yaml"], ignoreMissingValueFiles: true }, want: { color: "chart", size: "float64 1" } },
  { name: "values over value files", options: { valueFiles: ["prod.yaml"], values: "color: inline" }, want: { color: "inline", size: "float64 2" } },
  { name: "an object of values instead of a text", options: { values: "color: inline", valuesObject: { size: 7 } }, want: { color: "chart", size: "float64 7" } },
  {
    name: "parameters over all",
    options: {
      values: "color: inline",
      parameters: [
        { name: "color", value: "a,b" },
        { name: "size", value: "3", forceString: true },
        { name: "list", value: "{x,y}" },
      ],
    },
    want: { color: "a,b", size: "string 3", list: '["x","y"]' },
  },
  { name: "files as parameters", options: { fileParameters: [{ name: "file", path: "../../shared/motd" }] }, want: { color: "chart", size: "float64 1", file: "hello, world" } },
];

for (const { name, options, want } of cases) {
  test(`Helm takes ${name}`, { skip }, async () => {
    const data = await renderData(options, { refs: { other: memoryTree({ "v.yaml": "color: other" }) } });
    assert.deepEqual({ ...(data as object), kube: "", monitoring: "" }, { list: "[]", file: "none", ...want, kube: "", monitoring: "" });
  });
}

test("release name, namespace, skipped CRDs and tests", { skip }, async () => {
  const { manifests } = await renderer.render(ctx, requestFor({ releaseName: "r", namespace: "ns", skipCrds: true, skipTests: true }));
  assert.deepEqual(manifests.map(({ object }) => `${object.kind} ${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""}`).toSorted(), [
    "ConfigMap ns/r",
    "Secret /second",
  ]);
});

test("a chart is rendered again for another cluster, another value file or another ref, and for nothing else", { skip }, async () => {
  const refs = { other: memoryTree({ "v.yaml": "color: other", unused: "1" }) };
  const request = requestFor({ valueFiles: ["$other/v.yaml"] }, { refs, kubeVersion: "1.30.0" });
  const first = await renderer.render(ctx, request);
  assert.equal(await renderer.render(ctx, { ...request, refs: { other: memoryTree({ "v.yaml": "color: other", unused: "2" }) } }), first);
  assert.notEqual(await renderer.render(ctx, { ...request, refs: { other: memoryTree({ "v.yaml": "color: changed" }) } }), first);
  assert.notEqual(await renderer.render(ctx, { ...request, kubeVersion: "1.31.0" }), first);
  assert.notEqual(await renderer.render(ctx, { ...request, tree: memoryTree({ ...files, "charts/web/new.txt": "" }) }), first);
});

const failures: readonly { readonly name: string; readonly options?: HelmOptions; readonly extra?: Readonly<Record<string, string>>; readonly want: RegExp }[] = [
  { name: "a missing value file", options: { valueFiles: ["nope.yaml"] }, want: /^Cannot find the value file "nope.yaml"$/ },
  { name: "an unknown ref", options: { valueFiles: ["$x/nope.yaml"] }, want: /^Cannot read "\$x\/nope.yaml": no source has the ref "x"$/ },
  { name: "a value file of another server", options: { valueFiles: ["https://example.com/v.yaml"] }, want: /files from other servers are not supported/ },
  { name: "a value file outside the repository", options: { valueFiles: ["../../../etc/passwd"] }, want: /^Path "..\/..\/..\/etc\/passwd" is outside the repository$/ },
  {
    name: "a template that fails",
    extra: { "charts/web/templates/bad.yaml": '{{ fail "no color" }}' },
    want: /^Cannot render the chart "charts\/web": execution error at \(web\/templates\/bad.yaml:1:3\): no color/,
  },
  {
    name: "a missing dependency",
    extra: { "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: redis, version: 1.0.0, repository: https://charts.example}\n" },
    want: /missing in charts\/ directory: redis/,
  },
  {
    name: "a template that gives no object",
    extra: { "charts/web/templates/bad.yaml": "just: text" },
    want: /^Cannot use "charts\/web\/templates\/bad.yaml:1" as a Kubernetes object: it has no apiVersion$/,
  },
];

for (const { name, options = {}, extra = {}, want } of failures) {
  test(`Helm refuses ${name}`, { skip }, async () => {
    await assert.rejects(renderer.render(ctx, requestFor(options, { tree: memoryTree({ ...files, ...extra }) })), (error) => {
      assert.match(describeError(error), want);
      assert.ok(!describeError(error).includes(tmpdir()), describeError(error));
      return true;
    });
  });
}
