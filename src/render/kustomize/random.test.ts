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

const metadata = fc.record({ name: fc.constantFrom("c", "h", "i", "j", "k", "l", "m", "n"), namespace, labels }).map(compact);

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
  fc.tuple(metadata, podSpec).map(([meta, spec]) => ({ apiVersion: "batch/v1", kind: "CronJob", metadata: meta, spec: { jobTemplate: { spec: { template: { spec } } } } })),
  fc.tuple(metadata, podSpec, name).map(([meta, spec, serviceName]) => ({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: meta,
    spec: { serviceName, template: { spec }, volumeClaimTemplates: [{ metadata: { name: "data" }, spec: {} }] },
  })),
  fc
    .tuple(metadata, name)
    .map(([meta, of]) => ({ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata: meta, spec: { scaleTargetRef: { kind: "Deployment", name: of } } })),
  fc.tuple(metadata, name, name).map(([meta, secretName, of]) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: meta,
    spec: { tls: [{ secretName }], defaultBackend: { service: { name: of } } },
  })),
  fc.tuple(name, name, namespace).map(([of, service, inNamespace]) => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name: of },
    webhooks: [{ name: "x", clientConfig: { service: compact({ name: service, namespace: inNamespace }) } }],
  })),
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
  fc
    .tuple(
      name,
      fc.array(fc.record({ port: fc.constantFrom(80, 81), protocol: fc.constantFrom(undefined, "TCP", "UDP"), name: fc.constantFrom(undefined, "x") }).map(compact), {
        maxLength: 3,
      }),
    )
    .map(([of, ports]) => ({ patch: stringifyYaml({ apiVersion: "v1", kind: "Service", metadata: { name: of, finalizers: ["f"] }, spec: { ports, selector: null } }) })),
  fc.constant({ target: { kind: "Secret" }, patch: "$patch: delete\napiVersion: v1\nkind: Secret\nmetadata: {name: any}\n" }),
);

const generated = fc.record({
  literals: fc.constantFrom(["x=1"], ["x=2", "y=<3>"]),
  options: fc.option(fc.record({ disableNameSuffixHash: fc.boolean(), labels }), { nil: undefined, freq: 2 }),
});

/** Makes something new, or merges into what `core` has. */
const generator = fc.oneof(
  fc.tuple(fc.constantFrom("d", "o", "q", "r", "s", "t", "u"), generated).map(([of, rest]) => compact({ name: of, ...rest })),
  fc.tuple(name, fc.constantFrom("merge", "replace"), generated).map(([of, behavior, rest]) => compact({ name: of, behavior, ...rest })),
);

/** Always there, so that patches and merges find their objects more often than not. */
const core = ["ConfigMap", "Secret", "Service", "Deployment"].flatMap((kind) =>
  ["a", "b", "c"].map((of) => ({
    apiVersion: kind === "Deployment" ? "apps/v1" : "v1",
    kind,
    metadata: { name: of },
    ...(kind === "Service" ? { spec: { ports: [{ port: 80, protocol: "TCP" }, { port: 53 }] } } : {}),
    ...(kind === "Deployment"
      ? { spec: { template: { spec: { containers: [{ name: of, image: "nginx:1", envFrom: [{ configMapRef: { name: of } }, { secretRef: { name: "d" } }] }] } } } }
      : {}),
  })),
);

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
    replicas: optional(name.map((of) => [{ name: of, count: 4 }])),
    patches: optional(fc.array(patch, { maxLength: 2 })),
    configMapGenerator: optional(fc.array(generator, { maxLength: 2 })),
    secretGenerator: optional(fc.array(generator, { maxLength: 1 })),
    objects: fc.uniqueArray(object, { maxLength: 4, selector: (one) => JSON.stringify([one.kind, one.metadata]) }),
  })
  .map(compact);

/** Nothing below it, so it asks for nothing that might be missing. */
const loneLayer = layer.map(({ patches: _patches, replicas: _replicas, configMapGenerator: _maps, secretGenerator: _secrets, ...rest }) => rest);

/** Two overlays below the root and a base below one of them or both; the bits say what is in use. */
const tree = fc.record({
  root: layer,
  left: layer,
  right: loneLayer,
  base: layer,
  component: layer,
  isShared: fc.constantFrom(true, false, false),
  hasRight: fc.boolean(),
  hasComponent: fc.boolean(),
});

type Tree = typeof tree extends fc.Arbitrary<infer T> ? T : never;

async function writeTree(folder: string, { root, left, right, base, component, isShared, hasRight, hasComponent }: Tree): Promise<void> {
  await mkdir(path.join(folder, "base"), { recursive: true });
  await writeFile(path.join(folder, "base", "core.yaml"), core.map((one) => stringifyYaml(one)).join("---\n"));
  await writeLayer(folder, "base", { ...base, bases: ["core.yaml"] });
  await writeLayer(folder, "left", { ...left, bases: ["../base"] });
  await writeLayer(folder, "right", { ...right, bases: isShared ? ["../base"] : [] });
  await writeLayer(folder, "component", { ...component, apiVersion: "kustomize.config.k8s.io/v1alpha1", kind: "Component", bases: [] });
  await writeLayer(folder, "root", { ...root, ...(hasComponent ? { components: ["../component"] } : {}), bases: hasRight ? ["../left", "../right"] : ["../left"] });
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
