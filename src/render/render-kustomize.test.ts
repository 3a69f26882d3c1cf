import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryTree } from "../../test/builders/memory-tree.ts";
import { findTool } from "../../tools/find-tool.ts";
import type { KustomizeOptions } from "../api/index.ts";
import { describeError } from "../errors/index.ts";
import { createLog } from "../log/index.ts";
import { createRenderer, defaultRendererOptions } from "./renderer.ts";
import type { RenderRequest } from "./rendering.ts";

const kustomize = await findTool("kustomize");
const skip = kustomize.kind === "missing" ? kustomize.reason : false;
const renderer = createRenderer({ ...defaultRendererOptions, kustomize: kustomize.kind === "found" ? kustomize.path : "kustomize" });
const ctx = { signal: new AbortController().signal, log: createLog({ level: "silent" }) };

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "nginx:1"}, {name: side, image: "registry:5000/side"}]}
`;

const files = {
  "base/kustomization.yaml": "resources: [web.yaml]\n",
  "base/web.yaml": deployment,
  "extra/kustomization.yaml": "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\ncommonAnnotations: {extra: component}\n",
  "overlay/kustomization.yaml": "resources: [../base]\nimages:\n- {name: nginx, newName: mirror/nginx, newTag: '2'}\ncommonLabels: {team: a}\n",
  /** Asks for something only the real program does. */
  "real/kustomization.yaml": "resources: [../base]\nvalidators: []\ntransformers: [rename.yaml]\n",
  "real/rename.yaml": "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: x}\nprefix: real-\nfieldSpecs: [{path: metadata/name}]\n",
};

function requestFor(path: string, options?: KustomizeOptions): RenderRequest {
  const source = { repoURL: "r", path, ...(options === undefined ? {} : { kustomize: options }) };
  return { source, tree: memoryTree(files), refs: {}, appName: "shop", namespace: "prod", cache: "use" };
}

const options: KustomizeOptions = {
  namePrefix: "pre-",
  nameSuffix: "-suf",
  namespace: "ns",
  images: ["nginx:3", "registry:5000/side=other/side@sha256:ab"],
  replicas: [{ name: "web", count: "4" }],
  commonLabels: { stage: "prod" },
  commonAnnotations: { by: "sillage" },
  patches: [{ target: { kind: "Deployment" }, patch: "- {op: add, path: /spec/paused, value: true}" }],
  components: ["../extra", "../missing"],
  ignoreMissingComponents: true,
};

test("the options of a source are written into the kustomization", async () => {
  const { manifests, sourceType } = await renderer.render(ctx, requestFor("overlay", options));
  const labels = { app: "web", team: "a", stage: "prod" };
  const selected = { annotations: { by: "sillage", extra: "component" }, labels };
  assert.equal(sourceType, "Kustomize");
  assert.deepEqual(manifests, [
    {
      origin: { file: "base/web.yaml", line: 1 },
      object: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "pre-web-suf", namespace: "ns", annotations: selected.annotations, labels: { team: "a", stage: "prod" } },
        spec: {
          replicas: 4,
          selector: { matchLabels: labels },
          template: {
            metadata: selected,
            spec: {
              containers: [
                { name: "web", image: "nginx:3" },
                { name: "side", image: "other/side@sha256:ab" },
              ],
            },
          },
          paused: true,
        },
      },
    },
  ]);
});

test("a label that is there already needs to be forced", async () => {
  await assert.rejects(renderer.render(ctx, requestFor("overlay", { commonLabels: { team: "b" } })), (error) => {
    assert.equal(describeError(error), 'Cannot set commonLabels["team"]: the kustomization has it already, and it is not forced');
    return true;
  });
  const { manifests } = await renderer.render(ctx, requestFor("overlay", { commonLabels: { team: "b" }, forceCommonLabels: true }));
  assert.deepEqual(manifests[0]?.object.metadata.labels, { team: "b" });
});

test("what is not built in process goes to the real program, options included", { skip }, async () => {
  const { manifests } = await renderer.render(ctx, requestFor("real", { namespace: "ns", images: ["nginx:9"] }));
  assert.deepEqual(
    manifests.map(({ object, origin }) => `${object.kind} ${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""} ${origin.file}`),
    ["Deployment ns/real-web real/kustomization.yaml"],
  );
  assert.match(JSON.stringify(manifests), /"nginx:9"/);
});

test("without the real program the reason is given", async () => {
  const bare = createRenderer({ ...defaultRendererOptions, kustomize: "/nowhere/kustomize" });
  await assert.rejects(bare.render(ctx, requestFor("real")), (error) => {
    assert.match(describeError(error), /^Cannot build the kustomization in "real": .*transformers.*, and the Kustomize program is not installed or cannot be started/);
    return true;
  });
});
