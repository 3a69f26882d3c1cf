import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { buildProject } from "../../../test/builders/project.ts";
import { reconcileTokens } from "./reconcile-tokens.ts";

const [old, young] = [
  { iat: 100, id: "old" },
  { iat: 200, exp: 900, id: "young" },
];

test("a token that either place knows is in both, the newest first", () => {
  const project = buildProject({ roles: [{ name: "ci", jwtTokens: [old] }, { name: "read" }] }, { status: { jwtTokensByRole: { ci: { items: [young] } } } });
  const { spec, status } = reconcileTokens(project);
  deepEqual(spec.roles, [{ name: "ci", jwtTokens: [young, old] }, { name: "read" }]);
  deepEqual(status, { jwtTokensByRole: { ci: { items: [young, old] } } });
});

test("nothing is to do when both places say the same", () => {
  const project = buildProject({ roles: [{ name: "ci", jwtTokens: [young, old] }, { name: "read" }] }, { status: { jwtTokensByRole: { ci: { items: [young, old] }, read: {} } } });
  equal(reconcileTokens(project), project);
  const plain = buildProject({ roles: [{ name: "read" }] });
  equal(reconcileTokens(plain), plain);
});

test("tokens of a role that is gone are forgotten", () => {
  const project = buildProject({}, { status: { jwtTokensByRole: { ci: { items: [old] } } } });
  deepEqual(reconcileTokens(project).status, { jwtTokensByRole: {} });
});

test("a token without an id gets the time it was issued", () => {
  const project = buildProject({ roles: [{ name: "ci", jwtTokens: [{ iat: 100 }] }] });
  deepEqual(reconcileTokens(project).spec.roles, [{ name: "ci", jwtTokens: [{ iat: 100, id: "100" }] }]);
});
