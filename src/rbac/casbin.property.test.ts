import { deepEqual } from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { decideAsArgo, loadCasbin } from "../../test/support/casbin-oracle.ts";
import { createEnforcer } from "./enforcer.ts";
import { parsePolicy } from "./parse-policy.ts";
import { readProjectPolicy, type ProjectWithRoles } from "./project-policy.ts";

const name = fc.constantFrom("ada", "ben", "team-a", "team-b", "role:dev", "role:ops", "role:all");
const field = {
  resource: fc.constantFrom("applications", "logs", "*", "app*", "*s"),
  action: fc.constantFrom("get", "sync", "delete", "delete/*", "delete/*/Pod/*", "*", "*t*"),
  object: fc.constantFrom("shop/web", "shop/team/web", "shop/*", "*/web", "*/*", "*", "s*/*b", "shop/team/*", "pay/*"),
};
const rule = fc.tuple(name, field.resource, field.action, field.object, fc.constantFrom("allow", "allow", "allow", "deny", "perhaps")).map((values) => `p, ${values.join(", ")}`);
const grant = fc.tuple(name, name).map((values) => `g, ${values.join(", ")}`);
const policy = fc.array(fc.oneof({ weight: 2, arbitrary: rule }, { weight: 1, arbitrary: grant }), { maxLength: 14 }).map((lines) => lines.join("\n"));

const role = fc.record({
  name: fc.constantFrom("ci", "lead"),
  groups: fc.array(fc.constantFrom("team-a", "team-b", "ada", "role:all"), { maxLength: 2 }),
  policies: fc.array(
    fc
      .tuple(fc.constantFrom("proj:shop:ci", "proj:shop:lead", "ada"), field.resource, field.action, field.object, fc.constantFrom("allow", "deny"))
      .map((values) => `p, ${values.join(", ")}`),
    { maxLength: 3 },
  ),
});
const project = fc.array(role, { maxLength: 2 }).map((roles): ProjectWithRoles => ({ metadata: { name: "shop" }, spec: { roles } }));

const request = fc.record({
  resource: fc.constantFrom("applications", "logs", "clusters"),
  action: fc.constantFrom("get", "sync", "delete", "delete//Pod/a/b", "delete/apps/Deployment/a/b"),
  object: fc.constantFrom("shop/web", "shop/team/web", "pay/web", "shop/api"),
});
const identity = fc.record({ subject: fc.oneof(name, fc.constantFrom("proj:shop:ci", "proj:shop:lead")), groups: fc.array(name, { maxLength: 2 }) });
const questions = fc.array(fc.record({ identity, request }), { minLength: 1, maxLength: 8 });
const defaultRole = fc.constantFrom("", "role:all");

describe("A decision", { timeout: 60_000 }, () => {
  it("is Casbin's in the order of Argo CD", async () => {
    await fc.assert(
      fc.asyncProperty(policy, defaultRole, questions, async (csv, everybody, asked) => {
        const { lines } = parsePolicy(csv, { source: "policy.csv" });
        const enforcer = createEnforcer({ settings: { lines, defaultRole: everybody, matchMode: "glob" }, builtin: false, getProject: () => undefined });
        const casbin = await loadCasbin(csv);
        deepEqual(
          asked.map((question) => enforcer.decide(question.identity, question.request).allowed),
          asked.map((question) => decideAsArgo(casbin, { ...question, defaultRole: everybody, csv })),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("counts a project's policy as if it stood behind the global one", async () => {
    await fc.assert(
      fc.asyncProperty(policy, project, questions, async (csv, shop, asked) => {
        const { lines } = parsePolicy(csv, { source: "policy.csv" });
        const getProject = (wanted: string) => (wanted === "shop" ? shop : undefined);
        const enforcer = createEnforcer({ settings: { lines, defaultRole: "", matchMode: "glob" }, builtin: false, getProject });
        const both = [csv, ...readProjectPolicy(shop).lines.map(({ text }) => text)].join("\n");
        const policies = { global: { csv, casbin: await loadCasbin(csv) }, shop: { csv: both, casbin: await loadCasbin(both) } };
        deepEqual(
          asked.map((question) => enforcer.decide(question.identity, question.request).allowed),
          asked.map((question) => {
            const inProject = question.request.object.startsWith("shop/");
            const { csv: text, casbin } = inProject ? policies.shop : policies.global;
            return decideAsArgo(casbin, { ...question, defaultRole: "", csv: text });
          }),
        );
      }),
      { numRuns: 400 },
    );
  });
});
