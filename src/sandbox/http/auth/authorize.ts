import { type KubeObject, getList, getString } from "../../../kube/index.ts";
import type { Store } from "../../store/index.ts";
import type { User } from "../api-request.ts";
import { StatusError } from "../status-error.ts";
import type { Attributes } from "./request-attributes.ts";

const rbac = "rbac.authorization.k8s.io";

/** Whether the user may do it: members of `system:masters` may do all, others what their roles say. */
export function isAllowed(store: Store, user: User, attributes: Attributes): boolean {
  if (user.groups.includes("system:masters")) return true;
  return rulesOf(store, user, attributes.namespace).some((rule) => permits(rule, attributes));
}

export function forbiddenFor(user: User, attributes: Attributes): StatusError {
  const { verb, group, resource, subresource, namespace, name, path } = attributes;
  const what = subresource === "" ? resource : `${resource}/${subresource}`;
  const subject = group === "" ? resource : `${resource}.${group}`;
  const where = namespace === "" ? "at the cluster scope" : `in the namespace "${namespace}"`;
  const message =
    path === undefined
      ? `${subject}${name === "" ? "" : ` "${name}"`} is forbidden: User "${user.name}" cannot ${verb} resource "${what}" in API group "${group}" ${where}`
      : `forbidden: User "${user.name}" cannot ${verb} path "${path}"`;
  const details = path === undefined ? { ...(name === "" ? {} : { name }), ...(group === "" ? {} : { group }), kind: resource } : {};
  return new StatusError({ code: 403, reason: "Forbidden", message, details });
}

/** The rules of every role bound to the user, cluster-wide and in the namespace. */
export function rulesOf(store: Store, user: User, namespace: string): readonly unknown[] {
  const cluster = (store.list(`${rbac}/clusterrolebindings`) ?? []).filter((stored) => binds(stored.object, user));
  const local = namespace === "" ? [] : (store.list(`${rbac}/rolebindings`, { namespace }) ?? []).filter((stored) => binds(stored.object, user));
  return [...cluster, ...local].flatMap(({ object, namespace: where }) => getList(findRole(store, object, where), "rules"));
}

function findRole(store: Store, binding: KubeObject, namespace: string): KubeObject | undefined {
  const name = getString(binding, "roleRef", "name") ?? "";
  const isRole = getString(binding, "roleRef", "kind") === "Role";
  return store.get({ resource: `${rbac}/${isRole ? "roles" : "clusterroles"}`, namespace: isRole ? namespace : "", name })?.object;
}

function binds(binding: KubeObject, user: User): boolean {
  return getList(binding, "subjects").some((subject) => {
    const name = getString(subject, "name") ?? "";
    switch (getString(subject, "kind")) {
      case "User":
        return name === user.name;
      case "Group":
        return user.groups.includes(name);
      default:
        return user.name === `system:serviceaccount:${getString(subject, "namespace") ?? binding.metadata.namespace ?? ""}:${name}`;
    }
  });
}

function permits(rule: unknown, attributes: Attributes): boolean {
  if (!has(rule, "verbs", attributes.verb)) return false;
  const { path, resource, subresource, group, name } = attributes;
  if (path !== undefined) return getList(rule, "nonResourceURLs").some((pattern) => matchesPath(String(pattern), path));
  const full = subresource === "" ? resource : `${resource}/${subresource}`;
  const names = getList(rule, "resourceNames");
  const resources = getList(rule, "resources");
  const named = has(rule, "resources", full) || (subresource !== "" && resources.includes(`*/${subresource}`));
  return has(rule, "apiGroups", group) && named && (names.length === 0 || names.includes(name));
}

function has(rule: unknown, field: string, wanted: string): boolean {
  const values = getList(rule, field);
  return values.includes("*") || values.includes(wanted);
}

function matchesPath(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith("*") && path.startsWith(pattern.slice(0, -1)));
}
