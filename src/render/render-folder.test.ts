import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { describeError } from "../errors/index.ts";
import { createLog } from "../log/index.ts";
import { renderFolder } from "./render-folder.ts";
import { createRenderer, defaultRendererOptions } from "./renderer.ts";

const ctx = { signal: new AbortController().signal, log: createLog({ level: "silent" }) };
const renderer = createRenderer(defaultRendererOptions);
const root = mkdtempSync(path.join(tmpdir(), "sillage-test-"));
after(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

write("repo/.git/HEAD", "");
write("repo/base/kustomization.yaml", "resources: [config.yaml]\n");
write("repo/base/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n");
write("repo/overlay/kustomization.yaml", "resources: [../base]\nnamePrefix: my-\n");
write("repo/links/.keep", "");
symlinkSync("../base/config.yaml", path.join(root, "repo/links/a.yaml"));
write("repo/bad/.keep", "");
symlinkSync("../../secret.yaml", path.join(root, "repo/bad/a.yaml"));
write("secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n");

const cases: readonly { readonly folder: string; readonly want: readonly string[] }[] = [
  { folder: "repo/overlay", want: ["ConfigMap my-web base/config.yaml:1"] },
  { folder: "repo/links", want: ["ConfigMap web links/a.yaml:1"] },
];

for (const { folder, want } of cases) {
  test(`renders the folder ${folder} as it is on disk`, async () => {
    const { manifests } = await renderFolder(ctx, renderer, { folder: path.join(root, folder) });
    assert.deepEqual(
      manifests.map(({ object, origin }) => `${object.kind} ${object.metadata.name ?? ""} ${origin.file}:${origin.line}`),
      want,
    );
  });
}

test("sees changes at once, though ids on disk are paths", async () => {
  await renderFolder(ctx, renderer, { folder: path.join(root, "repo/overlay") });
  write("repo/overlay/kustomization.yaml", "resources: [../base]\nnamePrefix: your-\n");
  const { manifests } = await renderFolder(ctx, renderer, { folder: path.join(root, "repo/overlay") });
  assert.equal(manifests[0]?.object.metadata.name, "your-web");
});

const failures: readonly { readonly folder: string; readonly want: string }[] = [
  { folder: "repo/bad", want: 'Path "bad/a.yaml" leads through a symbolic link to a place outside the repository' },
  { folder: "repo/nope", want: 'App path "nope" does not exist in the repository' },
];

for (const { folder, want } of failures) {
  test(`refuses the folder ${folder}`, async () => {
    await assert.rejects(renderFolder(ctx, renderer, { folder: path.join(root, folder) }), (error) => {
      assert.equal(describeError(error), want);
      return true;
    });
  });
}
