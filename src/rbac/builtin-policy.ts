import { parsePolicy } from "./parse-policy.ts";
import type { PolicyLine } from "./policy-line.ts";

const projectScoped = "*/*";
const global = "*";

/** What `role:readonly` may get. */
const readable: readonly (readonly [resource: string, object: string])[] = [
  ["applications", projectScoped],
  ["applicationsets", projectScoped],
  ["logs", projectScoped],
  ["certificates", global],
  ["clusters", global],
  ["repositories", global],
  ["write-repositories", global],
  ["projects", global],
  ["accounts", global],
  ["gpgkeys", global],
];

/** What `role:admin` may do besides. */
const manageable: readonly (readonly [resource: string, actions: readonly string[], object: string])[] = [
  ["applications", ["create", "update", "update/*", "delete", "delete/*", "sync", "rollback", "override", "action/*"], projectScoped],
  ["applicationsets", ["create", "update", "delete"], projectScoped],
  ["exec", ["create"], projectScoped],
  ["certificates", ["create", "update", "delete"], global],
  ["clusters", ["create", "update", "delete"], global],
  ["repositories", ["create", "update", "delete"], global],
  ["write-repositories", ["create", "update", "delete"], global],
  ["projects", ["create", "update", "delete"], global],
  ["accounts", ["update"], global],
  ["gpgkeys", ["create", "delete"], global],
];

/** The roles every installation has, `role:readonly` and `role:admin`, and the user `admin` in the latter. */
export const builtinPolicy: readonly PolicyLine[] = parsePolicy(
  [
    ...readable.map(([resource, object]) => `p, role:readonly, ${resource}, get, ${object}, allow`),
    ...manageable.flatMap(([resource, actions, object]) => actions.map((action) => `p, role:admin, ${resource}, ${action}, ${object}, allow`)),
    "g, role:admin, role:readonly",
    "g, admin, role:admin",
  ].join("\n"),
  { source: "built-in policy" },
).lines;
