import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryTree } from "../../../test/builders/memory-tree.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import { createRecordingView } from "../view/index.ts";
import { buildKustomization, type BuildResult } from "./index.ts";

const settings = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n";

function build(files: Readonly<Record<string, string>>, path = ""): Promise<BuildResult> {
  const { objects: store, rootOid } = memoryTree(files);
  return buildKustomization(createRecordingView({ store, rootOid, signal: AbortSignal.timeout(5_000), maxFileBytes: 1_000_000 }), path);
}

async function failureOf(promise: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(isSillageError(error));
  return { code: error.code, message: describeError(error) };
}

const failures = [
  {
    name: "no kustomization",
    files: { "a.yaml": settings },
    want: { code: "notFound", message: 'No kustomization file in ""' },
  },
  {
    name: "missing resource",
    files: { "kustomization.yaml": "resources: [gone.yaml]" },
    want: { code: "notFound", message: '"kustomization.yaml" names the resource "gone.yaml", which does not exist' },
  },
  {
    name: "outside the repository",
    files: { "kustomization.yaml": "resources: [../../etc]" },
    want: { code: "invalid", message: 'Path "../../etc" is outside the repository' },
  },
  {
    name: "symlink out of the repository",
    files: { "kustomization.yaml": "resources: [link.yaml]", "link.yaml": "link:../../etc/passwd" },
    want: { code: "invalid", message: /^Path "link.yaml" .* symbolic link/ },
  },
  {
    name: "circular reference",
    files: { "kustomization.yaml": "resources: [a]", "a/kustomization.yaml": "resources: [../b]", "b/kustomization.yaml": "resources: [../a]" },
    want: { code: "invalid", message: 'Cannot build kustomization: circular reference "." → "a" → "b" → "a"' },
  },
  {
    name: "unknown field",
    files: { "kustomization.yaml": "resource: [a.yaml]" },
    want: { code: "invalid", message: 'Cannot read kustomization "kustomization.yaml": field "resource" is unknown' },
  },
  {
    name: "wrong type",
    files: { "kustomization.yaml": "namePrefix: 1" },
    want: { code: "invalid", message: 'Cannot read kustomization "kustomization.yaml": field "namePrefix" must be string' },
  },
  {
    name: "broken YAML",
    files: { "kustomization.yaml": "resources: [a.yaml]", "a.yaml": `${settings}---\na: b: c\n` },
    want: { code: "invalid", message: 'Cannot parse "a.yaml:6:5": bad indentation of a mapping entry' },
  },
  {
    name: "an object without a name",
    files: { "kustomization.yaml": "resources: [a.yaml]", "a.yaml": `${settings}---\nkind: Secret\n` },
    want: { code: "invalid", message: 'Cannot read the object at line 6 of "a.yaml": it has no metadata.name' },
  },
  {
    name: "duplicate object",
    files: { "kustomization.yaml": "resources: [a.yaml, b.yaml]", "a.yaml": settings, "b.yaml": settings },
    want: { code: "invalid", message: 'Cannot build "kustomization.yaml": ConfigMap "default/settings" is there twice: "a.yaml" line 1 and "b.yaml" line 1' },
  },
  {
    name: "patch without a target",
    files: { "kustomization.yaml": "patches: [{path: p.yaml}]", "p.yaml": settings },
    want: { code: "invalid", message: 'Cannot build "kustomization.yaml": Patch in "p.yaml" has no target: ConfigMap "default/settings"' },
  },
  {
    name: "patch that does not fit",
    files: { "kustomization.yaml": 'resources: [a.yaml]\npatches: [{target: {}, patch: \'[{"op": "remove", "path": "/data/x"}]\'}]', "a.yaml": settings },
    want: {
      code: "invalid",
      message: /^Cannot build "kustomization.yaml": Cannot apply the patch in "kustomization.yaml" to ConfigMap "default\/settings": Cannot apply JSON patch: operation 0/,
    },
  },
  {
    name: "replicas of nothing",
    files: { "overlay/kustomization.yaml": "resources: [../base]\nreplicas: [{name: web, count: 2}]", "base/kustomization.yaml": "resources: [a.yaml]", "base/a.yaml": settings },
    path: "overlay",
    want: { code: "invalid", message: 'Cannot build "overlay/kustomization.yaml": Cannot set replicas: no workload is called "web"' },
  },
];

for (const { name, files, path, want } of failures) {
  test(`fails: ${name}`, async () => {
    const { code, message } = await failureOf(build(files, path));
    assert.equal(code, want.code);
    if (typeof want.message === "string") assert.equal(message, want.message);
    else assert.match(message, want.message);
  });
}

const unsupported = [
  { name: "remote base", files: { "kustomization.yaml": "resources: ['https://example.com/x']" }, reason: '"kustomization.yaml" has the remote resource "https://example.com/x"' },
  { name: "charts", files: { "kustomization.yaml": "helmCharts: [{name: x}]" }, reason: '"kustomization.yaml" has the field "helmCharts"' },
  {
    name: "an unquoted date",
    files: { "kustomization.yaml": "resources: [a.yaml]", "a.yaml": `${settings}data: {day: 2001-01-01}\n` },
    reason: '"a.yaml" may hold an unquoted date',
  },
];

for (const { name, files, reason } of unsupported) {
  test(`leaves to the real program: ${name}`, async () => {
    assert.deepEqual(await build(files), { kind: "unsupported", reason });
  });
}

test("each manifest keeps its origin through all layers", async () => {
  const result = await build(
    {
      "base/kustomization.yaml": "resources: [a.yaml]\nnamePrefix: p-",
      "base/a.yaml": `# two objects\n${settings}---\n${settings.replace("settings", "more")}`,
      "overlay/kustomization.yaml": "resources: [../base]\nconfigMapGenerator: [{name: made, literals: [a=b], options: {disableNameSuffixHash: true}}]",
    },
    "overlay",
  );
  assert.equal(result.kind, "built");
  const origins = result.kind === "built" ? result.manifests.map(({ object, origin }) => [object.metadata.name, origin]) : [];
  assert.deepEqual(origins, [
    ["made", { file: "overlay/kustomization.yaml", line: 1 }],
    ["p-more", { file: "base/a.yaml", line: 7 }],
    ["p-settings", { file: "base/a.yaml", line: 2 }],
  ]);
});
