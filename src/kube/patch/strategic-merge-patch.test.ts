import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { isSillageError } from "../../errors/index.ts";
import { findBuiltin } from "../schema/index.ts";
import { applyStrategicMergePatch } from "./strategic-merge-patch.ts";

type Map = Record<string, unknown>;

const kubectl = "kubectl";

const schema = findBuiltin({ group: "apps", version: "v1", kind: "Deployment" });

function deployment(podSpec: Map, spec: Map = {}): Map {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" }, spec: { ...spec, template: { spec: podSpec } } };
}

function env(...names: string[]): Map {
  return { containers: [{ name: "c", env: names.map((name) => ({ name, value: name })) }] };
}

function envPatch(patch: Map): Map {
  return deploymentPatch({ containers: [{ name: "c", ...patch }] });
}

function deploymentPatch(podSpec: Map, spec: Map = {}): Map {
  return { spec: { ...spec, template: { spec: podSpec } } };
}

const cases: readonly { name: string; original: Map; patch: Map; want: Map }[] = [
  {
    name: "lists of structs merge by key",
    original: deployment({
      containers: [
        { name: "a", image: "a:1" },
        { name: "b", image: "b:1", env: [{ name: "X", value: "1" }] },
      ],
    }),
    patch: deploymentPatch({ containers: [{ name: "b", image: "b:2" }] }),
    want: deployment({
      containers: [
        { name: "a", image: "a:1" },
        { name: "b", image: "b:2", env: [{ name: "X", value: "1" }] },
      ],
    }),
  },
  { name: "new items come first", original: deployment(env("A", "B")), patch: envPatch({ env: [{ name: "C", value: "C" }] }), want: deployment(env("C", "A", "B")) },
  { name: "delete by key", original: deployment(env("A", "B")), patch: envPatch({ env: [{ name: "A", $patch: "delete" }] }), want: deployment(env("B")) },
  {
    name: "replace a list",
    original: deployment(env("A", "B")),
    patch: envPatch({ env: [{ $patch: "replace" }, { name: "Z", value: "Z" }] }),
    want: deployment(env("Z")),
  },
  {
    name: "$setElementOrder alone",
    original: deployment(env("A", "B", "C")),
    patch: envPatch({ "$setElementOrder/env": [{ name: "C" }, { name: "A" }] }),
    want: deployment(env("B", "C", "A")),
  },
  {
    name: "$setElementOrder with a deletion and an addition",
    original: deployment(env("A", "B", "live")),
    patch: envPatch({
      "$setElementOrder/env": [{ name: "Z" }, { name: "B" }],
      env: [
        { name: "Z", value: "Z" },
        { name: "A", $patch: "delete" },
      ],
    }),
    want: deployment(env("live", "Z", "B")),
  },
  {
    name: "null deletes, also inside a map",
    original: deployment({ containers: [], nodeSelector: { a: "1", b: "2" } }, { replicas: 3 }),
    patch: deploymentPatch({ nodeSelector: { a: null } }, { replicas: null }),
    want: deployment({ containers: [], nodeSelector: { b: "2" } }),
  },
  {
    name: "$patch: replace on a map",
    original: deployment({ containers: [], nodeSelector: { a: "1" } }),
    patch: deploymentPatch({ nodeSelector: { $patch: "replace", b: "2" } }),
    want: deployment({ containers: [], nodeSelector: { b: "2" } }),
  },
  {
    name: "$retainKeys drops what it does not name",
    original: deployment({ containers: [] }, { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } }),
    patch: deploymentPatch({}, { strategy: { $retainKeys: ["type"], type: "Recreate" } }),
    want: deployment({ containers: [] }, { strategy: { type: "Recreate" } }),
  },
  {
    name: "a volume changes its source by $retainKeys",
    original: deployment({ containers: [], volumes: [{ name: "v", emptyDir: {} }] }),
    patch: deploymentPatch({ volumes: [{ name: "v", $retainKeys: ["name", "configMap"], configMap: { name: "c" } }] }),
    want: deployment({ containers: [], volumes: [{ name: "v", configMap: { name: "c" } }] }),
  },
  {
    name: "lists without the merge strategy are replaced",
    original: deployment({ containers: [{ name: "c", args: ["a", "b"] }] }),
    patch: deploymentPatch({ containers: [{ name: "c", args: ["z"] }] }),
    want: deployment({ containers: [{ name: "c", args: ["z"] }] }),
  },
];

for (const { name, original, patch, want } of cases) {
  test(name, () => assert.deepEqual(applyStrategicMergePatch(original, { patch, schema }), want));
}

test("lists of scalars merge as sets", () => {
  const original = { metadata: { finalizers: ["a", "b", "c"] } };
  const merged = applyStrategicMergePatch(original, { patch: { metadata: { finalizers: ["d", "a"], "$deleteFromPrimitiveList/finalizers": ["b"] } }, schema });
  assert.deepEqual(merged, { metadata: { finalizers: ["d", "a", "c"] } });
});

test("without a schema lists are replaced", () => {
  assert.deepEqual(applyStrategicMergePatch({ a: [{ name: "x" }], m: { k: 1 } }, { patch: { a: [{ name: "y" }], m: { l: 2 } }, schema: undefined }), {
    a: [{ name: "y" }],
    m: { k: 1, l: 2 },
  });
});

const refused: readonly { name: string; patch: Map }[] = [
  { name: "an unknown directive", patch: { $patch: "explode" } },
  { name: "an item without its merge key", patch: envPatch({ env: [{ value: "x" }] }) },
  { name: "$retainKeys that lacks a field", patch: deploymentPatch({}, { strategy: { $retainKeys: ["rollingUpdate"], type: "Recreate" } }) },
  { name: "a list that contradicts its order", patch: envPatch({ "$setElementOrder/env": [{ name: "A" }], env: [{ name: "Z" }] }) },
];

for (const { name, patch } of refused) {
  const original = deployment(env("A"), { strategy: { type: "RollingUpdate" } });
  test(`refuses ${name}`, () => {
    assert.throws(
      () => applyStrategicMergePatch(original, { patch, schema }),
      (error) => isSillageError(error, "invalid"),
    );
  });
}

test("kubectl patch --local agrees", { skip: kubectlIsMissing() }, () => {
  for (const { name, original, patch } of cases) {
    const output = execFileSync(kubectl, ["patch", "--local", "--type=strategic", "-o", "json", "-f", "-", "-p", JSON.stringify(patch)], {
      input: JSON.stringify(original),
      timeout: 10_000,
    });
    const want = JSON.parse(output.toString());
    assert.deepEqual(dropEmpty(applyStrategicMergePatch(original, { patch, schema })), dropEmpty(want), name);
  }
});

/** kubectl prints through Go structs, which write some empty values and leave out others. */
function dropEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropEmpty);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, dropEmpty(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== null && !(typeof item === "object" && Object.keys(item ?? {}).length === 0)));
}

function kubectlIsMissing(): string | false {
  try {
    execFileSync(kubectl, ["version", "--client"], { stdio: "ignore", timeout: 10_000 });
    return false;
  } catch {
    return "no kubectl on the PATH";
  }
}
