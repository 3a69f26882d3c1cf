/** `node bench/rbac.ts`: what a decision costs at 5,000 policy lines, beside Casbin's in the same run on the same policy and requests. */
import { createEnforcer, parsePolicy, type AccessRequest, type Identity } from "../src/rbac/index.ts";
import { loadCasbin } from "../test/support/casbin-oracle.ts";
import { print } from "./measurement.ts";
import { percentile } from "./percentile.ts";

interface Question {
  readonly identity: Identity;
  readonly request: AccessRequest;
}

const lineCount = 5_000;
const teams = 250;
const verbs = ["get", "sync", "update", "delete", "action/*"];

/** Teams with roles, each on projects of its own: most rules name a project, as people write them. */
function teamPolicy(): string {
  const grants = Array.from({ length: teams }, (_, team) => [
    `g, org:team-${team}, role:team-${team}`,
    `g, user-${team}, role:team-${team}`,
    `g, role:team-${team}, role:everybody`,
  ]).flat();
  const denials = Array.from({ length: teams }, (_, team) => `p, role:team-${team}, applications, delete, project-${team}/database-*, deny`);
  const rules = Array.from({ length: lineCount - grants.length - denials.length }, (_, index) => {
    const verb = verbs[Math.floor(index / teams) % verbs.length] ?? "get";
    return `p, role:team-${index % teams}, applications, ${verb}, project-${index % teams}/app-${Math.floor(index / teams)}*, allow`;
  });
  return [...grants, ...denials, ...rules].join("\n");
}

/** One role for everybody with a rule for each application: nothing to choose by but the object. */
function singleRolePolicy(): string {
  const rules = Array.from(
    { length: lineCount - 1 },
    (_, index) => `p, role:all, applications, ${verbs[index % verbs.length] ?? "get"}, project-${index % 1_000}/app-${index}, allow`,
  );
  return ["g, org:team-1, role:all", ...rules].join("\n");
}

/** The worst there is: one role, and patterns that begin with a star. */
function starsPolicy(): string {
  return ["g, org:team-1, role:all", ...Array.from({ length: lineCount - 1 }, (_, index) => `p, role:all, applications, get, */app-${index}, allow`)].join("\n");
}

function ask(team: number, request: AccessRequest): Question {
  return { identity: { subject: `person-${team}`, groups: ["org:everyone", `org:team-${team}`] }, request };
}

/** Half of them about projects of others, which are refused. */
function askTeams(index: number): Question {
  const team = (index * 7) % teams;
  const project = index % 2 === 0 ? team : index % teams;
  return ask(team, { resource: "applications", action: verbs[index % 4] ?? "get", object: `project-${project}/app-${index % 20}-web` });
}

/** Half of them match a rule. */
function askOne(index: number): Question {
  return ask(1, { resource: "applications", action: index % 2 === 0 ? "get" : "sync", object: `project-${(index * 5) % 1_000}/app-${(index * 5) % lineCount}` });
}

/** Microseconds each, of rounds that ask everything once. */
function measure(rounds: number, asked: readonly Question[], decide: (question: Question) => boolean): readonly number[] {
  return Array.from({ length: rounds }, () => {
    const started = performance.now();
    for (const question of asked) decide(question);
    return ((performance.now() - started) / asked.length) * 1_000;
  });
}

async function compare(scenario: string, { csv, question }: { readonly csv: string; readonly question: (index: number) => Question }): Promise<void> {
  const started = performance.now();
  const { lines } = parsePolicy(csv, { source: "policy.csv" });
  const enforcer = createEnforcer({ settings: { lines, defaultRole: "", matchMode: "glob" }, getProject: () => undefined });
  const compileMs = performance.now() - started;
  const asked = Array.from({ length: 2_000 }, (_, index) => question(index));
  const ours = measure(50, asked, ({ identity, request }) => enforcer.decide(identity, request).allowed);
  const casbin = await loadCasbin(csv);
  const theirs = measure(1, asked.slice(0, 10), ({ identity, request }) => [identity.subject, ...identity.groups.slice(1)].some((name) => casbin(name, request)));
  const [median, slowest, other] = [percentile(ours, 0.5), percentile(ours, 0.99), percentile(theirs, 0.5)];
  print({
    scenario: `rbac, ${scenario}, ${lines.length} lines`,
    figures: {
      decision: `${median.toFixed(2)} µs`,
      "p99 of rounds": `${slowest.toFixed(2)} µs`,
      compile: `${compileMs.toFixed(0)} ms`,
      casbin: `${other.toFixed(0)} µs`,
      ratio: `1/${(other / median).toFixed(0)}`,
    },
  });
}

await compare("teams", { csv: teamPolicy(), question: askTeams });
await compare("one role", { csv: singleRolePolicy(), question: askOne });
await compare("one role, stars", { csv: starsPolicy(), question: askOne });
