import { newEnforcer, newModelFromString, StringAdapter } from "casbin";
import type { AccessRequest, Identity } from "../../src/rbac/index.ts";

/** Argo CD's model: roles, a permission and no denial; how fields are compared is a function. */
const model = `
[request_definition]
r = sub, res, act, obj
[policy_definition]
p = sub, res, act, obj, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = g(r.sub, p.sub) && matches(r.res, p.res) && matches(r.act, p.act) && matches(r.obj, p.obj)
`;

/** Casbin's own decision about one name. */
export type CasbinDecision = (name: string, request: AccessRequest) => boolean;

export async function loadCasbin(csv: string): Promise<CasbinDecision> {
  const enforcer = await newEnforcer(newModelFromString(model), new StringAdapter(`${csv}\n`));
  await enforcer.addFunction("matches", matchStars);
  return (name, { resource, action, object }) => enforcer.enforceSync(name, resource, action, object);
}

/** The order in which Argo CD asks Casbin. */
export function decideAsArgo(
  casbin: CasbinDecision,
  { identity, request, defaultRole, csv }: { readonly identity: Identity; readonly request: AccessRequest; readonly defaultRole: string; readonly csv: string },
): boolean {
  const granted = identity.groups.filter((group) => csv.split("\n").some((line) => line.startsWith(`g, ${group}, `)));
  const names = [...(defaultRole === "" ? [] : [defaultRole]), identity.subject, ...granted];
  return names.some((name) => casbin(name, request));
}

const expressions = new Map<string, RegExp>();

/** Only stars, and not by our glob. */
function matchStars(text: string, pattern: string): boolean {
  const known = expressions.get(pattern);
  const expression =
    known ??
    new RegExp(
      `^${pattern
        .split("*")
        .map((part) => part.replaceAll(/\W/g, "\\$&"))
        .join(".*")}$`,
      "s",
    );
  if (known === undefined) expressions.set(pattern, expression);
  return expression.test(text);
}
