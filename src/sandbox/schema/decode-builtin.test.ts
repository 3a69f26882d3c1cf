import assert from "node:assert/strict";
import { test } from "node:test";
import { isSillageError } from "../../errors/index.ts";
import { findBuiltin } from "../../kube/schema/index.ts";
import { decodeBuiltin } from "./decode-builtin.ts";

const deployment = findBuiltin({ group: "apps", version: "v1", kind: "Deployment" })!;

function inContainer(fields: Record<string, unknown>): Record<string, unknown> {
  return { spec: { template: { spec: { containers: [{ name: "c", ...fields }] } } } };
}

test("unknown fields are named with positions and left out", () => {
  assert.deepEqual(decodeBuiltin({ ...inContainer({ foo: 1 }), metadata: { name: "d", bar: {} } }, deployment), {
    object: { ...inContainer({}), metadata: { name: "d" } },
    unknownFields: ["spec.template.spec.containers[0].foo", "metadata.bar"],
  });
});

const canonical: readonly { name: string; value: Record<string, unknown>; want: Record<string, unknown> }[] = [
  {
    name: "quantities",
    value: inContainer({ resources: { limits: { cpu: "1000m", memory: "1024Mi" }, requests: { cpu: 0.5 } } }),
    want: inContainer({ resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } } }),
  },
  { name: "times", value: { metadata: { creationTimestamp: "2026-01-01T01:00:00.5+01:00" } }, want: { metadata: { creationTimestamp: "2026-01-01T00:00:00Z" } } },
  { name: "nulls", value: { metadata: { creationTimestamp: null, labels: { a: null } }, spec: { replicas: null } }, want: { metadata: { labels: { a: "" } }, spec: {} } },
  {
    name: "empty optional maps and lists",
    value: { metadata: { labels: {}, managedFields: [] }, spec: { template: { spec: { containers: [], volumes: [] } } } },
    want: { metadata: { managedFields: [] }, spec: { template: { spec: { containers: [] } } } },
  },
  {
    name: "empty structs, which mean something",
    value: { spec: { template: { spec: { volumes: [{ name: "v", emptyDir: {} }] } } } },
    want: { spec: { template: { spec: { volumes: [{ name: "v", emptyDir: {} }] } } } },
  },
];

for (const { name, value, want } of canonical) test(name, () => assert.deepEqual(decodeBuiltin(value, deployment), { object: want, unknownFields: [] }));

const wrong: readonly { value: Record<string, unknown>; message: string }[] = [
  { value: { spec: { replicas: "x" } }, message: "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32" },
  { value: { spec: { replicas: 1.5 } }, message: "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32" },
  { value: { metadata: { labels: { a: 1 } } }, message: "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string" },
  { value: { spec: [] }, message: "json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec" },
  { value: inContainer({ env: {} }), message: "json: cannot unmarshal object into Go struct field Container.spec.template.spec.containers.env of type []v1.EnvVar" },
  { value: inContainer({ tty: "yes" }), message: "json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.tty of type bool" },
  { value: inContainer({ resources: { limits: { cpu: "lots" } } }), message: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'" },
];

for (const { value, message } of wrong) {
  test(message, () =>
    assert.throws(
      () => decodeBuiltin(value, deployment),
      (error) => isSillageError(error, "invalid") && error.message === message && error.reason === "BadRequest",
    ),
  );
}

test("base64 is checked", () => {
  const secret = findBuiltin({ group: "", version: "v1", kind: "Secret" })!;
  assert.deepEqual(decodeBuiltin({ data: { a: "aGVs\nbG8=" } }, secret).object, { data: { a: "aGVsbG8=" } });
  assert.throws(() => decodeBuiltin({ data: { a: "ab!c" } }, secret), /illegal base64 data at input byte 2/);
});
