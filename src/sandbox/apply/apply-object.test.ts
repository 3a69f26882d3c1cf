import assert from "node:assert/strict";
import { test } from "node:test";
import { isSillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { type SchemaNode, findBuiltin } from "../../kube/schema/index.ts";
import { type ApplyRequest, applyObject } from "./apply-object.ts";
import { trackUpdate } from "./track-update.ts";

type Fields = Record<string, unknown>;

function schemas(kind: string): (apiVersion: string) => SchemaNode | undefined {
  return (apiVersion) => {
    const [group = "", version = ""] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
    return findBuiltin({ group, version, kind });
  };
}

function configMap(data: Fields | undefined, metadata: Fields = {}): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "n", ...metadata }, ...(data === undefined ? {} : { data }) };
}

function pod(...containers: Fields[]): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "n" }, spec: { containers } };
}

function deployment(spec: Fields): KubeObject {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d", namespace: "n" }, spec };
}

/** A cluster of one object: writes go through the functions under test, second by second. */
function createObject(kind: string) {
  let live: KubeObject | undefined;
  let second = 0;
  const common = (): Pick<ApplyRequest, "schemas" | "resetFields" | "now" | "subresource"> => ({
    schemas: schemas(kind),
    resetFields: kind === "ConfigMap" ? [] : [["status"]],
    now: `2026-01-01T00:00:${String(++second).padStart(2, "0")}Z`,
    subresource: "",
  });
  return {
    apply(manager: string, config: KubeObject, force = false): string {
      const result = applyObject({ live, config, manager, force, ...common() });
      if (result.kind !== "applied") return result.message;
      live = result.object;
      return "applied";
    },
    update(manager: string, after: KubeObject): void {
      const metadata = { uid: "u", ...after.metadata };
      live = trackUpdate({ before: live, after: { ...after, metadata }, manager, ...common() });
    },
    get live(): KubeObject {
      return live!;
    },
    owners(): Fields {
      return Object.fromEntries((live?.metadata.managedFields ?? []).map((entry) => [`${entry.manager}:${entry.operation}`, entry.fieldsV1]));
    },
    content(): Fields {
      const { metadata: _, apiVersion: __, kind: ___, ...rest } = live!;
      return rest;
    },
  };
}

test("two managers share equal values; the last owner's drop removes", () => {
  const object = createObject("ConfigMap");
  object.apply("alice", configMap({ a: "1", b: "2" }));
  assert.equal(object.apply("bob", configMap({ a: "1" })), "applied");
  assert.deepEqual(object.owners(), {
    "alice:Apply": { "f:data": { "f:a": {}, "f:b": {} } },
    "bob:Apply": { "f:data": { "f:a": {} } },
  });
  object.apply("alice", configMap({ b: "2" }));
  assert.deepEqual(object.content(), { data: { a: "1", b: "2" } });
  object.apply("bob", configMap({}));
  assert.deepEqual(object.content(), { data: { b: "2" } });
  assert.deepEqual(object.owners(), { "alice:Apply": { "f:data": { "f:b": {} } }, "bob:Apply": { "f:data": {} } });
});

test("a conflict names manager and field; force takes it", () => {
  const object = createObject("ConfigMap");
  object.apply("alice", configMap({ a: "1", b: "2" }));
  assert.equal(object.apply("bob", configMap({ a: "2", b: "2" })), 'Apply failed with 1 conflict: conflict with "alice": .data.a');
  assert.equal(object.apply("bob", configMap({ a: "2", b: "2" }), true), "applied");
  assert.deepEqual(object.owners(), { "alice:Apply": { "f:data": { "f:b": {} } }, "bob:Apply": { "f:data": { "f:a": {}, "f:b": {} } } });
});

test("several conflicts are grouped", () => {
  const object = createObject("ConfigMap");
  object.apply("m1", configMap({ a: "1", b: "1" }));
  object.update("m3", configMap({ a: "1", b: "1", c: "1" }, { managedFields: object.live.metadata.managedFields }));
  assert.equal(
    object.apply("m2", configMap({ a: "2", b: "2", c: "2" })),
    'Apply failed with 3 conflicts: conflicts with "m1":\n- .data.a\n- .data.b\nconflicts with "m3" using v1:\n- .data.c',
  );
});

test("an update takes what it changes from every applier", () => {
  const object = createObject("ConfigMap");
  object.apply("alice", configMap({ a: "1" }));
  object.apply("bob", configMap({ a: "1" }));
  object.update("m3", configMap({ a: "2" }));
  assert.deepEqual(object.owners(), { "m3:Update": { "f:data": { "f:a": {} } } });
  assert.equal(object.apply("alice", configMap({ a: "1" })), 'Apply failed with 1 conflict: conflict with "m3" using v1: .data.a');
});

test("applying twice changes nothing, not even the time", () => {
  const object = createObject("ConfigMap");
  object.apply("alice", configMap({ a: "1" }));
  const before = object.live;
  object.apply("alice", configMap({ a: "1" }));
  assert.deepEqual(object.live, before);
});

test("items of keyed lists are owned one by one, defaulted keys included", () => {
  const object = createObject("Pod");
  object.apply("gitops", pod({ name: "c", image: "i", env: [{ name: "A", value: "1" }], ports: [{ containerPort: 80 }] }));
  assert.equal(object.apply("injector", pod({ name: "c", env: [{ name: "B", value: "2" }] })), "applied");
  assert.deepEqual(object.owners(), {
    "gitops:Apply": {
      "f:spec": {
        "f:containers": {
          'k:{"name":"c"}': {
            ".": {},
            "f:env": { 'k:{"name":"A"}': { ".": {}, "f:name": {}, "f:value": {} } },
            "f:image": {},
            "f:name": {},
            "f:ports": { 'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} } },
          },
        },
      },
    },
    "injector:Apply": { "f:spec": { "f:containers": { 'k:{"name":"c"}': { ".": {}, "f:env": { 'k:{"name":"B"}': { ".": {}, "f:name": {}, "f:value": {} } }, "f:name": {} } } } },
  });
  object.apply("gitops", pod({ name: "c", image: "i" }));
  assert.deepEqual(object.content(), { spec: { containers: [{ name: "c", image: "i", env: [{ name: "B", value: "2" }] }] } });
});

test("what nobody owns stays when its parent is still applied, and goes with it", () => {
  const object = createObject("Deployment");
  object.apply("gitops", deployment({ replicas: 3, strategy: { type: "Recreate" } }));
  object.apply("gitops", deployment({ replicas: 3 }));
  assert.deepEqual(object.content(), { spec: { replicas: 3 } });
});

test("a created object's updater owns no struct that was always there", () => {
  const object = createObject("Deployment");
  object.update("kubectl-create", deployment({ replicas: 1, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } }, template: { metadata: { labels: { a: "b" } } } }));
  assert.deepEqual(object.owners(), {
    "kubectl-create:Update": {
      "f:spec": {
        "f:replicas": {},
        "f:strategy": { "f:rollingUpdate": { ".": {}, "f:maxSurge": {} }, "f:type": {} },
        "f:template": { "f:metadata": { "f:labels": { ".": {}, "f:a": {} } } },
      },
    },
  });
});

test("fields the endpoint does not store are never owned", () => {
  const object = createObject("Deployment");
  object.apply("gitops", { ...deployment({ replicas: 1 }), status: { replicas: 1 } });
  assert.deepEqual(object.owners(), { "gitops:Apply": { "f:spec": { "f:replicas": {} } } });
});

test("a reset forgets owners; the next apply calls them before-first-apply", () => {
  const object = createObject("ConfigMap");
  object.apply("alice", configMap({ a: "1" }));
  object.update("m", { ...configMap({ a: "1" }), metadata: { name: "c", namespace: "n", managedFields: [{}] } } as unknown as KubeObject);
  assert.equal(object.live.metadata.managedFields, undefined);
  object.update("m", configMap({ a: "2" }));
  assert.equal(object.live.metadata.managedFields, undefined);
  assert.equal(object.apply("alice", configMap({ a: "3" })), 'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a');
  assert.equal(object.apply("alice", configMap({ b: "1" })), "applied");
  assert.deepEqual(object.owners(), { "alice:Apply": { "f:data": { "f:b": {} } }, "before-first-apply:Update": { "f:data": { ".": {}, "f:a": {} } } });
});

test("at most ten updaters are told apart", () => {
  const object = createObject("ConfigMap");
  const data: Fields = {};
  for (let index = 0; index < 12; index++) object.update(`m${index}`, configMap({ ...Object.assign(data, { [`k${index}`]: "1" }) }));
  const names = Object.keys(object.owners()).toSorted();
  assert.equal(names.length, 10);
  assert.deepEqual(object.owners()["ancient-changes:Update"], { "f:data": { ".": {}, "f:k0": {}, "f:k1": {}, "f:k2": {} } });
});

test("kubectl takes over what its client-side apply said", () => {
  const object = createObject("ConfigMap");
  const annotation = "kubectl.kubernetes.io/last-applied-configuration";
  const lastApplied = JSON.stringify(configMap({ a: "1" }));
  object.update("kubectl-client-side-apply", configMap({ a: "1" }, { annotations: { [annotation]: lastApplied } }));
  assert.match(object.apply("gitops", configMap({ a: "2" })), /conflict with "kubectl-client-side-apply"/);
  assert.equal(object.apply("kubectl", configMap({ a: "2" })), "applied");
  assert.deepEqual(JSON.parse(object.live.metadata.annotations?.[annotation] ?? ""), configMap({ a: "2" }));
});

const mistyped: readonly { name: string; config: KubeObject; want: string }[] = [
  { name: "an unknown field", config: { ...deployment({ replicas: 1, zz: 1 }) }, want: ".spec.zz: field not declared in schema" },
  { name: "a wrong type", config: deployment({ replicas: "x" }), want: ".spec.replicas: expected numeric (int or float), got string" },
  {
    name: "duplicate items",
    config: deployment({ template: { spec: { containers: [{ name: "c" }, { name: "c" }] } } }),
    want: '.spec.template.spec.containers: duplicate entries for key [name="c"]',
  },
];

for (const { name, config, want } of mistyped) {
  test(`refuses ${name}`, () => {
    assert.equal(createObject("Deployment").apply("m", config), `failed to create typed patch object (n/d; apps/v1, Kind=Deployment): ${want}`);
  });
}

test("refuses managedFields in the config", () => {
  const config = configMap({}, { managedFields: [] });
  assert.throws(
    () => createObject("ConfigMap").apply("m", config),
    (error) => isSillageError(error, "invalid") && error.message === "metadata.managedFields must be nil",
  );
});
