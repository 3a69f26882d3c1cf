import assert from "node:assert/strict";
import { test } from "node:test";
import { describeField, findBuiltin, findDefinition, getBuiltinKinds } from "./builtins.ts";
import type { SchemaField, SchemaNode } from "./node.ts";

function fieldAt(kind: { group: string; version: string; kind: string }, path: string): SchemaField {
  let node: SchemaNode = findBuiltin(kind)!;
  let field: SchemaField | undefined;
  for (const name of path.split(".")) {
    while (node.kind === "list") node = node.items;
    field = node.kind === "struct" ? node.fields.get(name) : undefined;
    assert.ok(field, `${kind.kind} has no "${path}"`);
    node = field.schema;
  }
  return field!;
}

const deployment = { group: "apps", version: "v1", kind: "Deployment" };
const container = "spec.template.spec.containers";

const cases: readonly { name: string; path: string; want: object }[] = [
  { name: "integers have their width", path: "spec.replicas", want: { schema: { kind: "scalar", type: "int32" }, required: false, patchStrategies: [] } },
  { name: "times are scalars", path: "metadata.creationTimestamp", want: { schema: { kind: "scalar", type: "time" }, required: false, patchStrategies: [] } },
  {
    name: "string or number",
    path: "spec.strategy.rollingUpdate.maxSurge",
    want: { schema: { kind: "scalar", type: "int-or-string" }, required: false, patchStrategies: [] },
  },
  {
    name: "quantities inside a map",
    path: `${container}.resources.limits`,
    want: { schema: { kind: "map", atomic: false, values: { kind: "scalar", type: "quantity" } }, required: false, patchStrategies: [] },
  },
  { name: "required fields", path: `${container}.name`, want: { schema: { kind: "scalar", type: "string" }, required: true, patchStrategies: [] } },
  {
    name: "atomic maps",
    path: "spec.template.spec.nodeSelector",
    want: { schema: { kind: "map", atomic: true, values: { kind: "scalar", type: "string" } }, required: false, patchStrategies: [] },
  },
  {
    name: "sets of scalars that patches merge",
    path: "metadata.finalizers",
    want: { schema: { kind: "list", type: "set", keys: [], items: { kind: "scalar", type: "string" } }, required: false, patchStrategies: ["merge"] },
  },
];

for (const { name, path, want } of cases) test(name, () => assert.deepEqual(fieldAt(deployment, path), want));

test("keyed lists carry their keys, defaults and merge key", () => {
  const { schema, patchStrategies, patchMergeKey } = fieldAt(deployment, `${container}.ports`);
  assert.equal(schema.kind, "list");
  assert.deepEqual(schema.kind === "list" && [schema.type, schema.keys], ["map", [{ name: "containerPort" }, { name: "protocol", default: "TCP" }]]);
  assert.deepEqual([patchStrategies, patchMergeKey], [["merge"], "containerPort"]);
});

test("a field may be granular although its definition is atomic", () => {
  const { schema } = fieldAt({ group: "", version: "v1", kind: "PersistentVolume" }, "spec.claimRef");
  assert.equal(schema.kind === "struct" && schema.atomic, false);
  assert.equal(findDefinition("io.k8s.api.core.v1.ObjectReference")?.atomic, true);
});

test("kinds and descriptions", () => {
  const kinds = getBuiltinKinds();
  assert.ok(kinds.length > 150);
  assert.ok(kinds.every((kind) => findBuiltin(kind) !== undefined));
  assert.equal(findBuiltin({ group: "apps", version: "v1", kind: "Pod" }), undefined);
  assert.match(describeField("io.k8s.api.apps.v1.DeploymentSpec", "replicas"), /Number of desired pods/);
  assert.equal(describeField("io.k8s.api.apps.v1.DeploymentSpec", "nothing"), "");
});
