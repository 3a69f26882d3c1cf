import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseGlobalProjects } from "./global-projects.ts";
import { parseNamespacePatterns } from "./namespace-patterns.ts";

describe("parseGlobalProjects", () => {
  it("reads rules", () => {
    const text = "- projectName: base\n  labelSelector:\n    matchLabels: {tier: web}\n- projectName: all\n";
    assert.deepEqual(parseGlobalProjects(text), {
      rules: [
        { projectName: "base", labelSelector: { matchLabels: { tier: "web" } } },
        { projectName: "all", labelSelector: {} },
      ],
      problems: [],
    });
  });

  it("has none without the key", () => assert.deepEqual(parseGlobalProjects(undefined), { rules: [], problems: [] }));

  it("leaves out an entry without a name and says so", () => {
    assert.deepEqual(parseGlobalProjects("- labelSelector: {}\n- projectName: all\n"), {
      rules: [{ projectName: "all", labelSelector: {} }],
      problems: [{ key: "globalProjects", message: "entry 1 names no projectName: it is left out" }],
    });
  });

  it("keeps what was before and says so when it is no list, or no YAML", () => {
    const last = [{ projectName: "base", labelSelector: {} }];
    const message = "it must be a list of {labelSelector, projectName}: what was before stays";
    assert.deepEqual(parseGlobalProjects("a: b", last), { rules: last, problems: [{ key: "globalProjects", message }] });
    const { rules, problems } = parseGlobalProjects("{");
    assert.deepEqual(rules, []);
    assert.match(problems[0]?.message ?? "", /^it is no YAML, what was before stays: /);
  });
});

describe("parseNamespacePatterns", () => {
  const cases = [
    { text: "", namespace: "a", want: false },
    { text: "a,b", namespace: "b", want: true },
    { text: "team-*, other", namespace: "team-a", want: true },
    { text: "team-*", namespace: "my-team-a", want: false },
    { text: "/^team-[ab]$/", namespace: "team-b", want: true },
    { text: "/^team-[ab]$/", namespace: "team-c", want: false },
  ];
  for (const { text, namespace, want } of cases) it(`${text || "nothing"} and ${namespace}`, () => assert.equal(parseNamespacePatterns(text)(namespace), want));

  it("refuses a broken expression", () => assert.throws(() => parseNamespacePatterns("/(/"), /"\/\(\/" is no regular expression/));
});
