import assert from "node:assert/strict";
import { test } from "node:test";
import { buildCustomSchema } from "./custom-schema.ts";
import { decodeCustom } from "./decode-custom.ts";
import { defaultCustom } from "./default-custom.ts";
import type { FieldProblem } from "./resource.ts";
import { validateCustom } from "./validate-custom.ts";

const schema = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      required: ["size"],
      properties: {
        mode: { type: "string", enum: ["a", "b"], default: "a" },
        size: { type: "integer", minimum: 1, maximum: 10, default: 3 },
        name: { type: "string", pattern: "^[a-z]+$", maxLength: 5, nullable: true },
        port: { "x-kubernetes-int-or-string": true },
        free: { type: "object", "x-kubernetes-preserve-unknown-fields": true, properties: { known: { type: "object", properties: {} } } },
        labels: { type: "object", additionalProperties: { type: "string" } },
        items: {
          type: "array",
          maxItems: 3,
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["key", "protocol"],
          items: { type: "object", required: ["key"], properties: { key: { type: "string" }, protocol: { type: "string", default: "TCP" } } },
        },
        tags: { type: "array", "x-kubernetes-list-type": "set", items: { type: "string" } },
        template: { type: "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true },
      },
    },
  },
};

const type = { apiVersion: "example.com/v1", kind: "Widget" };

test("unknown fields are pruned, free and embedded ones kept", () => {
  const value = {
    ...type,
    metadata: { name: "w", bogus: 1 },
    top: 1,
    spec: {
      size: 1,
      bogus: 1,
      free: { any: 1, known: { bogus: 1 } },
      labels: { x: "1" },
      items: [{ key: "k", bogus: 1 }],
      template: { kind: "Pod", metadata: { name: "p" }, spec: {} },
    },
  };
  assert.deepEqual(decodeCustom(value, schema), {
    object: {
      ...type,
      metadata: { name: "w" },
      spec: { size: 1, free: { any: 1, known: {} }, labels: { x: "1" }, items: [{ key: "k" }], template: { kind: "Pod", metadata: { name: "p" }, spec: {} } },
    },
    unknownFields: ["metadata.bogus", "top", "spec.bogus", "spec.free.known.bogus", "spec.items[0].bogus"],
  });
});

test("defaults fill in, also in lists and for nulls; other nulls go unless nullable", () => {
  assert.deepEqual(defaultCustom({ ...type, spec: { mode: null, name: null, port: null, items: [{ key: "k" }] } }, schema), {
    ...type,
    spec: { mode: "a", size: 3, name: null, items: [{ key: "k", protocol: "TCP" }] },
  });
  assert.deepEqual(defaultCustom(type, schema), type);
});

test("the schema node carries list and map semantics", () => {
  const spec = buildCustomSchema(schema).fields.get("spec")?.schema;
  const kinds = spec?.kind === "struct" ? Object.fromEntries([...spec.fields].map(([name, field]) => [name, field.schema.kind])) : {};
  assert.deepEqual(kinds, { mode: "scalar", size: "scalar", name: "scalar", port: "scalar", free: "struct", labels: "map", items: "list", tags: "list", template: "struct" });
  const items = spec?.kind === "struct" ? spec.fields.get("items")?.schema : undefined;
  assert.deepEqual(items?.kind === "list" && [items.type, items.keys], ["map", [{ name: "key" }, { name: "protocol", default: "TCP" }]]);
});

function problem(field: string, reason: FieldProblem["reason"], message: string): FieldProblem {
  return { field, reason, message };
}

const invalid: readonly { name: string; spec: Record<string, unknown>; want: FieldProblem[] }[] = [
  { name: "required", spec: {}, want: [problem("spec.size", "FieldValueRequired", "Required value")] },
  { name: "enum", spec: { size: 1, mode: "z" }, want: [problem("spec.mode", "FieldValueNotSupported", 'Unsupported value: "z": supported values: "a", "b"')] },
  {
    name: "minimum",
    spec: { size: 0 },
    want: [problem("spec.size", "FieldValueInvalid", "Invalid value: 0: spec.size in body should be greater than or equal to 1")],
  },
  {
    name: "type",
    spec: { size: "x" },
    want: [problem("spec.size", "FieldValueTypeInvalid", 'Invalid value: "string": spec.size in body must be of type integer: "string"')],
  },
  {
    name: "length before pattern",
    spec: { size: 1, name: "ABCDEF" },
    want: [problem("spec.name", "FieldValueTooLong", "Too long: may not be more than 5 bytes")],
  },
  {
    name: "pattern",
    spec: { size: 1, name: "A" },
    want: [problem("spec.name", "FieldValueInvalid", "Invalid value: \"A\": spec.name in body should match '^[a-z]+$'")],
  },
  {
    name: "duplicate keys",
    spec: {
      size: 1,
      items: [
        { key: "a", protocol: "TCP" },
        { key: "a", protocol: "UDP" },
        { key: "a", protocol: "TCP" },
      ],
    },
    want: [problem("spec.items[2]", "FieldValueDuplicate", 'Duplicate value: {"key":"a","protocol":"TCP"}')],
  },
  { name: "duplicates in a set", spec: { size: 1, tags: ["a", "a"] }, want: [problem("spec.tags[1]", "FieldValueDuplicate", 'Duplicate value: "a"')] },
  { name: "int or string", spec: { size: 1, port: "http" }, want: [] },
  { name: "nullable", spec: { size: 1, name: null }, want: [] },
];

for (const { name, spec, want } of invalid) test(`validates ${name}`, () => assert.deepEqual(validateCustom({ ...type, spec }, schema), want));
