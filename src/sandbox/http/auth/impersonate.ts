import type { Store } from "../../store/index.ts";
import type { User } from "../api-request.ts";
import { forbiddenFor, isAllowed } from "./authorize.ts";
import type { Attributes } from "./request-attributes.ts";

/** The user the request asks to be taken for; 403 when the caller may not impersonate it. */
export function impersonate(store: Store, user: User, headers: Readonly<Record<string, string>>): User {
  const name = headers["impersonate-user"];
  if (name === undefined) return user;
  const groups = (headers["impersonate-group"] ?? "").split(",").flatMap((group) => (group.trim() === "" ? [] : [group.trim()]));
  for (const [resource, wanted] of [["users", name], ...groups.map((group) => ["groups", group] as const)] as const) {
    const attributes: Attributes = { verb: "impersonate", group: "", resource, subresource: "", namespace: "", name: wanted, path: undefined };
    if (!isAllowed(store, user, attributes)) throw forbiddenFor(user, attributes);
  }
  return { name, groups: [...new Set([...groups, ...serviceAccountGroups(name), "system:authenticated"])] };
}

/** A service account is in the groups of all accounts and of its namespace. */
function serviceAccountGroups(name: string): readonly string[] {
  const match = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name);
  return match === null ? [] : ["system:serviceaccounts", `system:serviceaccounts:${match[1]}`];
}
