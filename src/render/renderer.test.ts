import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryTree } from "../../test/builders/memory-tree.ts";
import type { ApplicationSource } from "../api/index.ts";
import { SillageError, describeError } from "../errors/index.ts";
import { createLog } from "../log/index.ts";
import { createRenderer, defaultRendererOptions } from "./renderer.ts";
import type { RenderRequest, Rendering, SourceTree } from "./rendering.ts";

const ctx = { signal: new AbortController().signal, log: createLog({ level: "silent" }) };
const renderer = createRenderer({ ...defaultRendererOptions, maxFileBytes: 1000, maxManifestBytes: 2000, helm: "/nowhere/helm", kustomize: "/nowhere/kustomize" });

function requestFor(tree: SourceTree, source: Partial<ApplicationSource> = {}): RenderRequest {
  return { source: { repoURL: "file:///r", path: "app", ...source }, tree, refs: {}, appName: "shop", namespace: "shop", cache: "use" };
}

function configMap(name: string, extra = ""): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${extra}`;
}

function summarize({ manifests }: Rendering): string[] {
  return manifests.map(({ object, origin }) => `${object.kind}/${object.metadata.name ?? ""} ${origin.file}:${origin.line}`);
}

const directories: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly source?: Partial<ApplicationSource>;
  readonly want: readonly string[];
}[] = [
  {
    name: "YAML and JSON of the folder, with lines",
    files: {
      "app/b.yaml": `# b\n${configMap("b")}---\n\n${configMap("b2")}`,
      "app/a.json": JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "a" } }, undefined, "\t"),
      "app/readme.md": "x",
      "app/sub/c.yaml": configMap("c"),
      "other.yaml": "broken: [",
    },
    want: ["Secret/a app/a.json:1", "ConfigMap/b app/b.yaml:2", "ConfigMap/b2 app/b.yaml:8"],
  },
  {
    name: "sub-folders",
    files: { "app/x/c.yml": configMap("c"), "app/d.yaml": configMap("d") },
    source: { directory: { recurse: true } },
    want: ["ConfigMap/d app/d.yaml:1", "ConfigMap/c app/x/c.yml:1"],
  },
  {
    name: "what include and exclude leave",
    files: { "app/a.yaml": configMap("a"), "app/b.yaml": configMap("b"), "app/x/b.yaml": configMap("c"), "app/x/test.yaml": configMap("t") },
    source: { directory: { recurse: true, include: "{a,x/*}.yaml", exclude: "*test*" } },
    want: ["ConfigMap/a app/a.yaml:1", "ConfigMap/c app/x/b.yaml:1"],
  },
  { name: "files without the extension", files: { "app/a.txt": configMap("a") }, source: { directory: { disableExtensionFilter: true } }, want: ["ConfigMap/a app/a.txt:1"] },
  { name: "not a file that asks to be skipped", files: { "app/a.yaml": `# +argocd:skip-file-rendering\nx: [`, "app/b.yaml": configMap("b") }, want: ["ConfigMap/b app/b.yaml:1"] },
  {
    name: "the items of lists",
    files: { "app/a.yaml": `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {generateName: x-}}\n---\nkind: List\nitems:\n` },
    want: ["Pod/ app/a.yaml:1"],
  },
  { name: "nothing from an empty folder", files: { "app/.gitkeep": "" }, want: [] },
  {
    name: "links inside the repository",
    files: { "app/a.yaml": "link:../base/a.yaml", "app/dir": "link:../base", "base/a.yaml": configMap("a") },
    source: { directory: { recurse: true } },
    want: ["ConfigMap/a app/a.yaml:1", "ConfigMap/a app/dir/a.yaml:1"],
  },
  {
    name: "with overrides from the repository",
    files: {
      "app/.argocd-source.yaml": "directory: {recurse: true}\npath: elsewhere\n",
      "app/.argocd-source-shop.yaml": "directory: {exclude: b*}\n",
      "app/x/a.yaml": configMap("a"),
      "app/b.yaml": configMap("b"),
    },
    want: ["ConfigMap/a app/x/a.yaml:1"],
  },
];

for (const { name, files, source, want } of directories) {
  test(`a directory gives ${name}`, async () => {
    const rendering = await renderer.render(ctx, requestFor(memoryTree(files), source));
    assert.equal(rendering.sourceType, "Directory");
    assert.deepEqual(summarize(rendering), want);
  });
}

const broken = configMap("a", "data:\n  x: 1\n y: 2\n");
const failures: readonly { readonly name: string; readonly files: Readonly<Record<string, string>>; readonly source?: Partial<ApplicationSource>; readonly want: string }[] = [
  { name: "a missing path", files: { a: "" }, source: { path: "nope" }, want: 'notFound: App path "nope" does not exist in the repository' },
  { name: "a file as path", files: { app: "" }, want: 'notFound: App path "app" is a file, not a directory' },
  { name: "a path outside the repository", files: { a: "" }, source: { path: "../x" }, want: 'invalid: Path "../x" is outside the repository' },
  { name: "an absolute path", files: { a: "" }, source: { path: "/etc" }, want: 'invalid: Path "/etc" is outside the repository' },
  {
    name: "a link out of the repository",
    files: { "app/a.yaml": "link:../../etc/passwd" },
    want: 'invalid: Path "app/a.yaml" leads through a symbolic link to a place outside the repository',
  },
  { name: "an absolute link", files: { "app/a.yaml": "link:/etc/passwd" }, want: 'invalid: Path "app/a.yaml" leads through a symbolic link to a place outside the repository' },
  { name: "links in a circle", files: { "app/a.yaml": "link:b.yaml", "app/b.yaml": "link:a.yaml" }, want: 'invalid: Path "app/a.yaml" has too many symbolic links' },
  { name: "a broken file", files: { "app/a.yaml": broken }, want: 'invalid: Cannot parse "app/a.yaml:7:2": bad indentation of a mapping entry' },
  { name: "a large file", files: { "app/a.yaml": "#".repeat(1001) }, want: 'invalid: Cannot read "app/a.yaml": The file has 1001 bytes, more than the limit of 1000' },
  {
    name: "too many bytes in all",
    files: Object.fromEntries(["a", "b", "c"].map((name) => [`app/${name}.yaml`, "#".repeat(900)])),
    want: 'invalid: The manifests in "app" have more than 2000 bytes in all',
  },
  { name: "a binary file", files: { "app/a.yaml": "\u0000\u0001ELF" }, want: 'invalid: Cannot parse "app/a.yaml:1:1": null byte is not allowed in input' },
  { name: "text that is no object", files: { "app/a.yaml": "---\nhello\n" }, want: 'invalid: Cannot use "app/a.yaml:2" as a Kubernetes object: it is not a mapping' },
  { name: "an object without a kind", files: { "app/a.yaml": "a: 1\n---\n" }, want: 'invalid: Cannot use "app/a.yaml:1" as a Kubernetes object: it has no apiVersion' },
  {
    name: "an object without a name",
    files: { "app/a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {}\n" },
    want: 'invalid: Cannot use "app/a.yaml:1" as a Kubernetes object: the Pod has no metadata.name',
  },
  {
    name: "a label that is a number",
    files: { "app/a.yaml": configMap("a", "  labels: {v: 1}\n") },
    want: 'invalid: Cannot use "app/a.yaml:1" as a Kubernetes object: metadata.labels["v"] of ConfigMap "a" is not a string, put it in quotes',
  },
  { name: "Jsonnet", files: { "app/a.jsonnet": "{}" }, want: 'invalid: Cannot render "app/a.jsonnet": Jsonnet is not supported' },
  { name: "two tools", files: { "app/a": "" }, source: { helm: {}, kustomize: {} }, want: "invalid: The source asks for several tools: Helm, Kustomize" },
  { name: "a plugin", files: { "app/a": "" }, source: { plugin: {} }, want: "invalid: Config management plugins are not supported" },
  { name: "a chart repository", files: { "app/a": "" }, source: { chart: "web" }, want: 'invalid: Cannot render the chart "web": chart repositories are not supported' },
  {
    name: "wrong overrides",
    files: { "app/.argocd-source.yaml": "helm: 3" },
    want: 'invalid: Cannot read "app/.argocd-source.yaml" as the source of an Application: helm must be object',
  },
  {
    name: "a chart without Helm",
    files: { "app/Chart.yaml": "name: x\nversion: 1.0.0\n" },
    want: 'unavailable: Cannot render the chart "app": Helm is not installed or cannot be started: Cannot run "/nowhere/helm": spawn /nowhere/helm ENOENT',
  },
  { name: "no kustomization where one is asked for", files: { "app/a": "" }, source: { kustomize: {} }, want: 'notFound: No kustomization file in "app"' },
];

for (const { name, files, source, want } of failures) {
  test(`refuses ${name}`, async () => {
    await assert.rejects(renderer.render(ctx, requestFor(memoryTree(files), source)), (error) => {
      assert.ok(error instanceof SillageError, String(error));
      assert.equal(`${error.code}: ${describeError(error)}`, want);
      return true;
    });
  });
}

const before = { "app/a.yaml": configMap("a"), "app/b.yaml": configMap("b"), "app/sub/x.yaml": configMap("x"), "other/c.yaml": configMap("c") };

const changes: readonly { readonly name: string; readonly files: Readonly<Record<string, string>>; readonly isSame: boolean }[] = [
  { name: "nothing", files: before, isSame: true },
  { name: "another folder", files: { ...before, "other/c.yaml": "" }, isSame: true },
  { name: "a file that is not read", files: { ...before, "app/sub/x.yaml": "" }, isSame: true },
  { name: "a file that is read", files: { ...before, "app/a.yaml": configMap("a2") }, isSame: false },
  { name: "a new file", files: { ...before, "app/z.yaml": configMap("z") }, isSame: false },
  { name: "a file that was looked for", files: { ...before, "app/Chart.yaml": "" }, isSame: false },
];

for (const { name, files, isSame } of changes) {
  test(`a commit that changes ${name} ${isSame ? "keeps" : "renews"} the rendering`, async () => {
    const first = await renderer.render(ctx, requestFor(memoryTree(before)));
    const reads: string[] = [];
    const second = await renderer.render(ctx, requestFor(memoryTree(files, reads), {})).catch(() => undefined);
    assert.equal(second === first, isSame);
    if (isSame) assert.ok(!reads.some((read) => read.startsWith("blob")) && reads.length <= 2, reads.join());
  });
}

test("other parameters, and renewal on demand, do not get what was kept", async () => {
  const request = requestFor(memoryTree(before));
  const first = await renderer.render(ctx, request);
  assert.equal(await renderer.render(ctx, { ...request, kubeVersion: "1.36.0" }), first);
  assert.notEqual(await renderer.render(ctx, { ...request, cache: "renew" }), first);
  assert.notEqual(await renderer.render(ctx, { ...request, source: { ...request.source, directory: { recurse: true } } }), first);
});
