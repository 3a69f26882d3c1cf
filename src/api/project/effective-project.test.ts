import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { buildProject } from "../../../test/builders/project.ts";
import type { AppProjectSpec } from "./app-project.ts";
import { computeEffectiveProject, findGlobalProjects } from "./effective-project.ts";

describe("computeEffectiveProject", () => {
  const any = { group: "*", kind: "*" };
  const secrets = { group: "", kind: "Secret" };
  const window = { kind: "deny", schedule: "0 22 * * *", duration: "1h", applications: ["*"] };
  const cases: { name: string; own: AppProjectSpec; inherited: AppProjectSpec[]; want: AppProjectSpec }[] = [
    { name: "nothing to inherit", own: { sourceRepos: ["a"] }, inherited: [], want: { sourceRepos: ["a"] } },
    {
      name: "lists are appended",
      own: { sourceRepos: ["a"], destinations: [{ name: "x", namespace: "a" }], clusterResourceBlacklist: [secrets], syncWindows: [window] },
      inherited: [{ sourceRepos: ["b"], destinations: [{ name: "x", namespace: "b" }], clusterResourceBlacklist: [any], syncWindows: [{ ...window, kind: "allow" }] }],
      want: {
        sourceRepos: ["a", "b"],
        destinations: [
          { name: "x", namespace: "a" },
          { name: "x", namespace: "b" },
        ],
        clusterResourceBlacklist: [secrets, any],
        syncWindows: [window, { ...window, kind: "allow" }],
      },
    },
    { name: "of several parents, in order", own: {}, inherited: [{ sourceRepos: ["b"] }, { sourceRepos: ["c"] }], want: { sourceRepos: ["b", "c"] } },
    { name: "an absent allow list stays absent", own: {}, inherited: [{ namespaceResourceWhitelist: [] }], want: {} },
    { name: "an empty one stays empty", own: { namespaceResourceWhitelist: [] }, inherited: [{}], want: { namespaceResourceWhitelist: [] } },
    { name: "an inherited one narrows", own: {}, inherited: [{ namespaceResourceWhitelist: [secrets] }], want: { namespaceResourceWhitelist: [secrets] } },
    {
      name: "roles, places and descriptions are each project's own",
      own: { description: "mine" },
      inherited: [{ description: "theirs", roles: [{ name: "ci" }], sourceNamespaces: ["*"], orphanedResources: {} }],
      want: { description: "mine" },
    },
  ];
  for (const { name, own, inherited, want } of cases) {
    test(name, () => {
      const project = buildProject(own);
      const effective = computeEffectiveProject(
        project,
        inherited.map((spec) => buildProject(spec, { name: "global" })),
      );
      deepEqual(effective, { ...project, spec: want });
    });
  }
});

test("a project inherits where a selector takes its labels, never from itself", () => {
  const rules = [
    { projectName: "base", labelSelector: { matchLabels: { tier: "web" } } },
    { projectName: "opt", labelSelector: { matchExpressions: [{ key: "opt", operator: "In", values: ["x"] }] } },
    { projectName: "all", labelSelector: {} },
    { projectName: "all", labelSelector: { matchLabels: { tier: "web" } } },
  ];
  deepEqual(findGlobalProjects(buildProject({}, { labels: { tier: "web", opt: "y" } }), rules), ["base", "all"]);
  deepEqual(findGlobalProjects(buildProject({}), rules), ["all"]);
  equal(findGlobalProjects(buildProject({}, { name: "all" }), rules).length, 0);
});
