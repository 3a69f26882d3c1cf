import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import process from "node:process";
import * as fc from "fast-check";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { buildHere, buildThere, skipWithoutKustomize } from "../../../test/support/kustomize-oracle.ts";

const name = fc.constantFrom("a", "b", "c");
const namespace = fc.constantFrom(undefined, undefined, "default", "one", "two");
const labels = fc.dictionary(fc.constantFrom("app", "tier"), name, { maxKeys: 2 });

function compact(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

const metadata = fc.record({ name, namespace, labels }).map(compact);

const podSpec = fc
  .record({
    serviceAccountName: fc.option(name, { nil: undefined }),
    containers: fc.uniqueArray(
      fc.record({
        name,
        image: fc.constantFrom("nginx", "nginx:1", "side:2", "reg.example.com:5000/side@sha256:aa"),
        ports: fc.array(fc.record({ containerPort: fc.constantFrom(80, 81), protocol: fc.constantFrom(undefined, "TCP", "UDP") }).map(compact), { maxLength: 2 }),
        env: fc.array(fc.record({ name, valueFrom: fc.record({ configMapKeyRef: fc.record({ name, key: name }) }) }), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 2, selector: (container) => container.name },
    ),
    volumes: fc.uniqueArray(fc.record({ name, secret: fc.record({ secretName: name }) }), { maxLength: 2, selector: (volume) => volume.name }),
  })
  .map(compact);

const object = fc.oneof(
  metadata.map((meta) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: meta, data: { k: "v" } })),
  metadata.map((meta) => ({ apiVersion: "v1", kind: "Secret", metadata: meta })),
  metadata.map((meta) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata: meta })),
  fc.tuple(metadata, labels).map(([meta, selector]) => ({ apiVersion: "v1", kind: "Service", metadata: meta, spec: { selector, ports: [{ port: 80 }] } })),
  fc.tuple(metadata, podSpec, labels).map(([meta, spec, matchLabels]) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta,
    spec: { replicas: 1, selector: { matchLabels }, template: { metadata: { labels: matchLabels }, spec } },
  })),
  fc
    .tuple(metadata, fc.array(fc.record({ kind: fc.constantFrom("ServiceAccount", "User"), name: fc.constantFrom("a", "b", "default"), namespace }).map(compact), { maxLength: 2 }))
    .map(([meta, subjects]) => ({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: meta,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "a" },
      subjects,
    })),
  metadata.map((meta) => ({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: meta, rules: [{ resourceNames: ["a", "b"] }] })),
  name.map((clusterWide) => ({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: clusterWide }, rules: [{ resourceNames: ["c"] }] })),
  metadata.map((meta) => ({ apiVersion: "example.com/v1", kind: "Custom", metadata: meta, spec: { containers: [{ image: "nginx" }] } })),
);

const patch = fc.oneof(
  fc
    .record({
      target: fc.record({ kind: fc.constantFrom("Deployment", "Service", ".*Map"), name: fc.option(fc.constantFrom("a", "a|b", "p-.*"), { nil: undefined }) }).map(compact),
    })
    .map((entry) => ({
      ...entry,
      patch: '[{"op":"add","path":"/metadata/annotations/patched","value":"x"}]',
    })),
  fc.tuple(name, podSpec, fc.boolean()).map(([of, spec, isTargeted]) => ({
    ...(isTargeted ? { target: { kind: "Deployment" } } : {}),
    patch: stringifyYaml({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: of, labels: { patched: "yes" } }, spec: { template: { spec } } }),
  })),
  fc.record({ target: fc.constant({ kind: "ConfigMap" }), patch: fc.constant('[{"op":"replace","path":"/metadata/name","value":"renamed"}]') }),
  fc.constant({ target: { kind: "Secret" }, patch: "$patch: delete\napiVersion: v1\nkind: Secret\nmetadata: {name: any}\n" }),
);

const generator = fc
  .record({
    name,
    behavior: fc.constantFrom(undefined, undefined, "merge", "replace"),
    literals: fc.constantFrom(["x=1"], ["x=2", "y=<3>"]),
    options: fc.option(fc.record({ disableNameSuffixHash: fc.boolean(), labels }), { nil: undefined }),
  })
  .map(compact);

function optional<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined, freq: 2 });
}

const layer = fc
  .record({
    namespace: optional(fc.constantFrom("one", "three")),
    namePrefix: optional(fc.constantFrom("p-", "q-")),
    nameSuffix: optional(fc.constant("-s")),
    labels: optional(fc.array(fc.record({ pairs: labels, includeSelectors: fc.boolean(), includeTemplates: fc.boolean() }), { maxLength: 2 })),
    commonAnnotations: optional(fc.dictionary(name, name, { maxKeys: 2 })),
    images: optional(
      fc.constant([
        { name: "nginx", newTag: "9" },
        { name: "side", newName: "other" },
      ]),
    ),
    replicas: optional(fc.constantFrom([{ name: "a", count: 4 }], [])),
    patches: optional(fc.array(patch, { maxLength: 2 })),
    configMapGenerator: optional(fc.array(generator, { maxLength: 2 })),
    secretGenerator: optional(fc.array(generator, { maxLength: 1 })),
    objects: fc.uniqueArray(object, { maxLength: 5, selector: (one) => JSON.stringify([one.kind, one.metadata]) }),
  })
  .map(compact);

/** Two bases below two overlays below the root; a layer without a base is left out by its bit. */
const tree = fc.record({ root: layer, left: layer, right: layer, base: layer, isShared: fc.boolean(), hasRight: fc.boolean() });

type Tree = typeof tree extends fc.Arbitrary<infer T> ? T : never;

async function writeTree(folder: string, { root, left, right, base, isShared, hasRight }: Tree): Promise<void> {
  await writeLayer(folder, "base", { ...base, bases: [] });
  await writeLayer(folder, "left", { ...left, bases: ["../base"] });
  await writeLayer(folder, "right", { ...right, bases: isShared ? ["../base"] : [] });
  await writeLayer(folder, "root", { ...root, bases: hasRight ? ["../left", "../right"] : ["../left"] });
}

async function writeLayer(folder: string, at: string, { objects, bases, ...fields }: Record<string, unknown>): Promise<void> {
  const documents = Array.isArray(objects) ? objects.map((one: unknown) => stringifyYaml(one)) : [];
  await mkdir(path.join(folder, at), { recursive: true });
  await writeFile(path.join(folder, at, "objects.yaml"), documents.join("---\n"));
  await writeFile(path.join(folder, at, "kustomization.yaml"), stringifyYaml({ ...fields, resources: ["objects.yaml", ...(Array.isArray(bases) ? (bases as unknown[]) : [])] }));
}

test("random kustomizations come out as the real program builds them", { skip: skipWithoutKustomize }, async () => {
  const scratch = await mkdtemp(path.join(tmpdir(), "sillage-random-"));
  try {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(tree, async (one) => {
        const folder = path.join(scratch, String(count++));
        await writeTree(folder, one);
        const [ours, theirs] = await Promise.all([buildHere(folder, "root"), buildThere(path.join(folder, "root"))]);
        assert.equal(ours.kind, theirs.kind, ours.kind === "built" ? (theirs.kind === "built" ? "" : theirs.reason) : ours.reason);
        if (ours.kind === "built") assert.deepEqual(ours, theirs);
        await rm(folder, { recursive: true });
      }),
      { numRuns: Number(process.env["SILLAGE_RANDOM_RUNS"] ?? 25), seed: Number(process.env["SILLAGE_RANDOM_SEED"] ?? 7), endOnFailure: false },
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});
