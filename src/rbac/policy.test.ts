import { deepEqual } from "node:assert/strict";
import { describe, it } from "node:test";
import { createEnforcer, type Identity } from "./enforcer.ts";
import { describeDecision } from "./describe-decision.ts";
import { lintPolicy } from "./lint-policy.ts";
import { parsePolicy } from "./parse-policy.ts";
import { defaultRbacSettings, parseRbacSettings } from "./rbac-settings.ts";
import { validateProjectRoles } from "./validate-project-roles.ts";

const source = "policy.csv";

describe("parsePolicy", () => {
  it("keeps where each line stands", () => {
    deepEqual(parsePolicy('# roles\r\n\r\n  p, a, b,c , "d, e", allow\r\n\tg, "x ""y""", z\n', { source }), {
      lines: [
        { kind: "rule", source, line: 3, text: 'p, a, b,c , "d, e", allow', subject: "a", resource: "b", action: "c ", object: "d, e", effect: "allow" },
        { kind: "grant", source, line: 4, text: 'g, "x ""y""", z', member: 'x "y"', role: "z" },
      ],
      problems: [],
    });
  });

  const refused = [
    { line: "p, a, b, c, d", why: "a rule has 6 fields (p, subject, resource, action, object, allow or deny), this has 5" },
    { line: "p, a, b, c, d, allow, e", why: "a rule has 6 fields (p, subject, resource, action, object, allow or deny), this has 7" },
    { line: "g, a", why: "a grant has 3 fields (g, user or group, role), this has 2" },
    { line: "g, a, b, c", why: "a grant has 3 fields (g, user or group, role), this has 4" },
    { line: "p2, a, b, c, d, allow", why: 'a line begins with p or g, not with "p2"' },
    { line: "P, a, b, c, d, allow", why: 'a line begins with p or g, not with "P"' },
    { line: ", a", why: 'a line begins with p or g, not with ""' },
    { line: "role:dev", why: 'a line begins with p or g, not with "role:dev"' },
    { line: 'p, "a, b, c, d, allow', why: "a quote is not closed, or stands inside a field" },
    { line: 'p, a"b, c, d, e, allow', why: "a quote is not closed, or stands inside a field" },
    { line: 'p, "a"b, c, d, e, allow', why: "a quote is not closed, or stands inside a field" },
    { line: "p, a, b, c, d, allow,", why: "a rule has 6 fields (p, subject, resource, action, object, allow or deny), this has 7" },
  ];
  for (const { line, why } of refused) {
    it(`refuses ${line}`, () => deepEqual(parsePolicy(`g, a, b\n${line}`, { source }).problems, [{ source, line: 2, message: `Cannot read "${line}": ${why}` }]));
  }

  it("takes lines that are nothing to Argo CD either", () => deepEqual(parsePolicy("m, x\ne\nr, a, b\n#p\n#", { source }), { lines: [], problems: [] }));
});

describe("parseRbacSettings", () => {
  const lines = (data: Readonly<Record<string, string>>) => parseRbacSettings(data).settings.lines.map((line) => `${line.source}:${line.line} ${line.text}`);

  it("appends overlays in the order of their keys", () => {
    const data = { "policy.z.csv": "g, z, z", "policy.a.csv": "\ng, a, a", "policy.csv": "g, m, m", "policy.csv.bak": "no", "other.csv": "no", "policy.b.txt": "no" };
    deepEqual(lines(data), ["policy.csv:1 g, m, m", "policy.a.csv:2 g, a, a", "policy.z.csv:1 g, z, z"]);
  });

  const good = parseRbacSettings({ "policy.csv": "g, ada, role:admin", scopes: "[groups, email]", "policy.default": "role:readonly", "policy.matchMode": "regex" });
  const badLine = { source: "policy.x.csv", line: 2, message: 'Cannot read "p, bad": a rule has 6 fields (p, subject, resource, action, object, allow or deny), this has 2' };
  const cases = [
    { name: "nothing", data: {}, want: { settings: defaultRbacSettings, problems: [] } },
    {
      name: "all keys",
      data: { "policy.csv": "g, ada, role:admin", scopes: "[groups, email]", "policy.default": "role:readonly", "policy.matchMode": "regex" },
      want: {
        settings: {
          lines: [{ kind: "grant", source, line: 1, text: "g, ada, role:admin", member: "ada", role: "role:admin" }],
          scopes: ["groups", "email"],
          defaultRole: "role:readonly",
          matchMode: "regex",
        },
        problems: [],
      },
    },
    { name: "one scope without brackets", data: { scopes: "email" }, want: { settings: { ...defaultRbacSettings, scopes: ["email"] }, problems: [] } },
    { name: "no scopes at all", data: { scopes: "[]" }, want: { settings: { ...defaultRbacSettings, scopes: [] }, problems: [] } },
    {
      name: "a policy that cannot be read: all lines stay as they were",
      data: { "policy.csv": "g, ben, role:admin", "policy.x.csv": "\np, bad", "policy.default": "role:none" },
      last: good.settings,
      want: { settings: { ...defaultRbacSettings, lines: good.settings.lines, defaultRole: "role:none" }, problems: [badLine] },
    },
    {
      name: "a policy that cannot be read at the start: no lines",
      data: { "policy.csv": "g, ben, role:admin", "policy.x.csv": "\np, bad" },
      want: { settings: defaultRbacSettings, problems: [badLine] },
    },
    {
      name: "scopes and a mode that make no sense",
      data: { scopes: "{a: b", "policy.matchMode": "Regex" },
      last: good.settings,
      want: {
        settings: { ...defaultRbacSettings, scopes: ["groups", "email"] },
        problems: [
          { source: "policy.matchMode", message: '"Regex" is neither glob nor regex: glob is used' },
          { source: "scopes", message: '"{a: b" is no list of claims such as [groups, email]' },
        ],
      },
    },
  ];
  for (const { name, data, last, want } of cases) it(`reads ${name}`, () => deepEqual(parseRbacSettings(data as Record<string, string>, last), want));
});

describe("describeDecision", () => {
  const { lines } = parsePolicy("p, role:dev, applications, sync, */*, allow\ng, role:lead, role:dev\ng, leads, role:lead\np, ada, applications, delete, *, deny", { source });
  const enforcer = createEnforcer({ settings: { lines, defaultRole: "role:readonly", matchMode: "glob" }, getProject: () => undefined });
  const why = (identity: Identity, action: string) => describeDecision(enforcer.decide(identity, { resource: "applications", action, object: "shop/web" }));
  const ada = { subject: "ada", groups: ["leads"] };
  const cases = [
    { action: "get", want: 'built-in policy:1 "p, role:readonly, applications, get, */*, allow", for default role "role:readonly"' },
    {
      action: "sync",
      want: 'policy.csv:1 "p, role:dev, applications, sync, */*, allow", for group "leads", which is role:lead by policy.csv:3 "g, leads, role:lead", which is role:dev by policy.csv:2 "g, role:lead, role:dev"',
    },
    { action: "delete", want: 'policy.csv:4 "p, ada, applications, delete, *, deny", for subject "ada"' },
    { action: "create", want: "no line matches, and what nothing allows is refused" },
  ];
  for (const { action, want } of cases) it(`says why ada may or may not ${action}`, () => deepEqual(why(ada, action), want));
});

describe("describeDecision of a broken regular expression", () => {
  const { lines } = parsePolicy("p, ada, applications, get, shop/(, allow", { source });
  const enforcer = createEnforcer({ settings: { lines, defaultRole: "", matchMode: "regex" }, getProject: () => undefined });
  const decision = enforcer.decide({ subject: "ada", groups: [] }, { resource: "applications", action: "get", object: "shop/web" });
  it("says so", () =>
    deepEqual(
      describeDecision(decision),
      'policy.csv:1 "p, ada, applications, get, shop/(, allow", with a regular expression that cannot be compiled and therefore refuses, for subject "ada"',
    ));
});

describe("lintPolicy", () => {
  const csv = "g, ada, role:gone\ng, ada, role:admin\ng, ada, role:dev\ng, role:dev, role:readonly\np, ben, a[, get, x, allow\np, ben, a, get, x(, permit";
  const doubts = (mode: "glob" | "regex") => lintPolicy(parsePolicy(csv, { source }).lines, mode).map(({ line, message }) => `${line} ${message}`);
  const always = ['1 Role "role:gone" has no rule: the grant gives nothing'];
  it("doubts globs", () => deepEqual(doubts("glob"), [...always, '5 "a[" is no glob: the rule matches nothing', '6 "permit" is neither allow nor deny: the rule does nothing']));
  it("doubts regular expressions", () =>
    deepEqual(doubts("regex"), [
      ...always,
      '5 "a[" is no regex: each request that comes to it is refused',
      '6 "permit" is neither allow nor deny: the rule does nothing',
      '6 "x(" is no regex: each request that comes to it is refused',
    ]));
});

describe("validateProjectRoles", () => {
  const judge = (role: object) =>
    validateProjectRoles({ metadata: { name: "shop" }, spec: { roles: [{ name: "ci", ...role }] } }).map(({ code, message }) => `${code}: ${message}`);
  const good = [
    "p, proj:shop:ci, applications, get, shop/*, allow",
    "p, proj:shop:ci, applications, delete/*/Pod/*, shop/team-a/web*, deny",
    "p,proj:shop:ci,logs,*,shop/web.1,allow",
    "p, proj:shop:ci, clusters, get, shop/*, allow",
  ];
  it("takes good ones", () => deepEqual(judge({ policies: good, groups: ["a:b", '"a, b"', "user@example.org"] }), []));

  const refused = [
    { policy: "p, proj:shop:other, applications, get, shop/*, allow", why: 'its subject is "proj:shop:other" and must be "proj:shop:ci"' },
    { policy: "p, proj:shop:ci, projects, get, shop/*, allow", why: 'its resource "projects" is none of applications, applicationsets, logs, exec, clusters, repositories' },
    { policy: "p, proj:shop:ci, applications, fly, shop/*, allow", why: 'there is no action "fly"' },
    { policy: "p, proj:shop:ci, applications, get, *, allow", why: 'its object "*" is not of the form shop/*, shop/NAME or shop/NAMESPACE/NAME' },
    { policy: "p, proj:shop:ci, applications, get, shopping/*, allow", why: 'its object "shopping/*" is not of the form shop/*, shop/NAME or shop/NAMESPACE/NAME' },
    { policy: "p, proj:shop:ci, applications, get, shop/a/b/c, allow", why: 'its object "shop/a/b/c" is not of the form shop/*, shop/NAME or shop/NAMESPACE/NAME' },
    { policy: "p, proj:shop:ci, applications, get, shop/*, maybe", why: 'its effect "maybe" is neither allow nor deny' },
  ];
  for (const { policy, why } of refused)
    it(`refuses ${policy}`, () => deepEqual(judge({ policies: [policy] }), [`invalidArgument: Policy "${policy}" of role "ci" is refused: ${why}`]));

  it("refuses what is no rule", () => {
    const notOne = (policy: string) => `invalidArgument: Policy "${policy}" of role "ci" is not one rule: p, subject, resource, action, object, allow or deny`;
    deepEqual(judge({ policies: ["g, ada, role:admin", ""] }), [notOne("g, ada, role:admin"), notOne("")]);
    deepEqual(judge({ policies: [`${good[0]}\ng, ada, role:admin`] }), [notOne(`${good[0]}\ng, ada, role:admin`)]);
  });

  it("refuses names, groups and what is there twice", () => {
    const roles = [{ name: "a b", groups: ["x,y", " z", "", "v\tw"] }, { name: "ci", policies: [good[0] ?? "", good[0] ?? ""], groups: ["g", "g"] }, { name: "ci" }];
    const problems = validateProjectRoles({ metadata: { name: "shop" }, spec: { roles } });
    const group = (name: string) => `Group "${name}" of role "a b" cannot stand in a policy: it is empty or has a line break, a tab, or a comma outside quotes`;
    deepEqual(problems, [
      { code: "alreadyExists", message: 'Role "ci" is there twice' },
      { code: "invalidArgument", message: 'Role name "a b" is not made of letters, digits, - and _, the first and last a letter or digit' },
      ...["x,y", " z", "", "v\tw"].map((name) => ({ code: "invalidArgument", message: group(name) })),
      { code: "alreadyExists", message: `Policy "${good[0]}" is in role "ci" twice` },
      { code: "alreadyExists", message: 'Group "g" is in role "ci" twice' },
    ]);
  });
});
