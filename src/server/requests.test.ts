import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSillageError } from "../errors/index.ts";
import { parsePatchRequest, parseRollbackRequest, parseSyncRequest } from "./requests.ts";

describe("Request bodies", () => {
  const accepted = [
    { name: "a sync without body", parsed: () => parseSyncRequest(undefined), want: {} },
    {
      name: "nulls of Argo CD's clients are left out",
      parsed: () => parseSyncRequest({ revision: "main", resources: null, strategy: { hook: null }, syncOptions: { items: ["A=b"] } }),
      want: { revision: "main", strategy: {}, syncOptions: { items: ["A=b"] } },
    },
    { name: "fields we do not know stay out of the way", parsed: () => parseRollbackRequest({ id: 3, appNamespace: "argocd" }), want: { id: 3, appNamespace: "argocd" } },
    { name: "a merge patch as text", parsed: () => parsePatchRequest({ patch: '{"spec":{"project":"shop"}}', patchType: "merge" }), want: { spec: { project: "shop" } } },
  ];
  for (const { name, parsed, want } of accepted) it(name, () => assert.deepEqual(parsed(), want));

  const refused = [
    { name: "a list", parse: () => parseSyncRequest([]), want: "The body does not fit: body must be object" },
    {
      name: "a resource without kind",
      parse: () => parseSyncRequest({ resources: [{ name: "web" }] }),
      want: "The body does not fit: /resources/0 must have required properties kind",
    },
    { name: "half an id", parse: () => parseRollbackRequest({ id: 1.5 }), want: "The body does not fit: /id must be integer" },
    { name: "another patch type", parse: () => parsePatchRequest({ patch: "[]", patchType: "json" }), want: 'Patch type "json" is not supported: only "merge" is' },
    { name: "a patch that is no JSON", parse: () => parsePatchRequest({ patch: "{" }), want: 'The body needs "patch", a JSON object as text' },
    { name: "a patch that is a list", parse: () => parsePatchRequest({ patch: "[]" }), want: 'The body needs "patch", a JSON object as text' },
    { name: "no patch", parse: () => parsePatchRequest(undefined), want: 'The body needs "patch", a JSON object as text' },
  ];
  for (const { name, parse, want } of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(parse, (error) => isSillageError(error, "invalid") && (assert.equal(error.message, want), true));
    });
  }
});
