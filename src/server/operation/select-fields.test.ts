import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fieldsBelow, parseFields } from "./select-fields.ts";

const web = { metadata: { name: "web", labels: { team: "a" } }, spec: { project: "default", sources: [{ repoURL: "r", path: "p" }] }, status: { history: [{ id: 1 }] } };

const selections = [
  { name: "nothing asked", fields: undefined, want: web },
  { name: "an empty text", fields: "", want: web },
  { name: "some paths", fields: "metadata.name,spec", want: { metadata: { name: "web" }, spec: web.spec } },
  { name: "through a list", fields: "spec.sources.path", want: { spec: { sources: [{ path: "p" }] } } },
  { name: "a path that leads nowhere", fields: "operation.sync,metadata.name.first", want: { metadata: { name: "web" } } },
  { name: "all but some", fields: "-status,metadata.labels", want: { metadata: { name: "web" }, spec: web.spec } },
  { name: "all but a field of items", fields: "-spec.sources.path,status", want: { metadata: web.metadata, spec: { project: "default", sources: [{ repoURL: "r" }] } } },
  { name: "a name of the prototype", fields: "constructor,__proto__", want: {} },
];

describe("parseFields", () => {
  for (const { name, fields, want } of selections) it(name, () => assert.deepEqual(parseFields(fields)(web), want));
});

const parts = [
  { name: "nothing asked", fields: undefined, path: "items", want: undefined },
  { name: "below the path", fields: "metadata.resourceVersion,items.metadata.name,items.spec", path: "items", want: "metadata.name,spec" },
  { name: "the path itself", fields: "items,metadata", path: "items", want: undefined },
  { name: "something above it", fields: "result", path: "result.application", want: undefined },
  { name: "left out below it", fields: "-items.status,metadata", path: "items", want: "-status" },
  { name: "nothing of it", fields: "metadata", path: "items", want: undefined },
];

describe("fieldsBelow", () => {
  for (const { name, fields, path, want } of parts) it(name, () => assert.equal(fieldsBelow(fields, path), want));
});
