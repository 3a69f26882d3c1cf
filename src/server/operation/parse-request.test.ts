import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Type } from "typebox";
import { isSillageError } from "../../errors/index.ts";
import { createRequestParser } from "./parse-request.ts";

const parse = createRequestParser(
  Type.Object({
    name: Type.String(),
    id: Type.Optional(Type.Integer()),
    resources: Type.Optional(Type.Array(Type.Object({ kind: Type.String() }))),
    strategy: Type.Optional(Type.Object({ hook: Type.Optional(Type.Object({})) })),
  }),
);

describe("createRequestParser", () => {
  it("leaves out the nulls of Argo CD's clients", () => {
    assert.deepEqual(parse({ name: "web", resources: null, strategy: { hook: null } }), { name: "web", strategy: {} });
  });

  it("lets fields pass that it does not know", () => assert.deepEqual(parse({ name: "web", appNamespace: "argocd" }), { name: "web", appNamespace: "argocd" }));

  const refused = [
    { name: "nothing", input: undefined, want: "The request does not fit: it must have required properties name" },
    { name: "a list", input: [], want: "The request does not fit: it must be object" },
    { name: "a resource without kind", input: { name: "web", resources: [{}] }, want: 'The request does not fit: "resources.0" must have required properties kind' },
    { name: "half an id", input: { name: "web", id: 1.5 }, want: 'The request does not fit: "id" must be integer' },
  ];
  for (const { name, input, want } of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => parse(input),
        (error) => isSillageError(error, "invalid") && (assert.equal(error.message, want), true),
      );
    });
  }
});
