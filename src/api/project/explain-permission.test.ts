import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { buildProject } from "../../../test/builders/project.ts";
import type { AppProjectSpec, ProjectDestination } from "./app-project.ts";
import { describeRule, explainDestination, explainNamespace, explainResource, explainSource, type Permission } from "./explain-permission.ts";

/** "permitted", or why not. */
function format(permission: Permission): string {
  return permission.permitted ? "permitted" : describeRule(permission);
}

describe("explainSource", () => {
  const none = "no entry of sourceRepos allows it";
  const cases = [
    { name: "a lone star admits everything", repos: ["*"], url: "https://x/a/b", want: "permitted" },
    { name: "no list admits nothing", repos: [], url: "https://x/a", want: none },
    { name: "one star stays in its segment", repos: ["https://x/*"], url: "https://x/a/b", want: none },
    { name: "two stars go deep", repos: ["https://x/**"], url: "https://x/a/b", want: "permitted" },
    { name: "a denial wins", repos: ["https://x/**", "!https://x/secret"], url: "https://x/secret.git", want: 'sourceRepos has "!https://x/secret"' },
    { name: "whatever the order", repos: ["!https://x/secret", "*"], url: "https://x/secret", want: 'sourceRepos has "!https://x/secret"' },
    { name: "only denials admit the rest", repos: ["!https://x/secret"], url: "https://x/open", want: "permitted" },
    { name: "two spellings of one repository", repos: ["git@github.com:acme/Shop.git"], url: "ssh://git@github.com/acme/shop", want: "permitted" },
  ];
  for (const { name, repos, url, want } of cases) test(name, () => equal(format(explainSource(buildProject({ sourceRepos: repos }), url)), want));
});

describe("explainDestination", () => {
  const server = "https://kubernetes.default.svc";
  const none = "no entry of destinations allows it";
  const cases: { name: string; rules: ProjectDestination[]; destination: ProjectDestination; want: string }[] = [
    { name: "server and namespace fit", rules: [{ server, namespace: "shop-*" }], destination: { server, namespace: "shop-a" }, want: "permitted" },
    { name: "a star crosses slashes", rules: [{ server: "https://*", namespace: "*" }], destination: { server: "https://a/b", namespace: "a" }, want: "permitted" },
    { name: "another namespace", rules: [{ server, namespace: "shop" }], destination: { server, namespace: "kube-system" }, want: none },
    { name: "no namespace is none of those", rules: [{ server, namespace: "shop" }], destination: { server, namespace: "" }, want: none },
    { name: "no namespace is any", rules: [{ server, namespace: "*" }], destination: { server }, want: "permitted" },
    { name: "by name", rules: [{ name: "in-cluster", namespace: "*" }], destination: { server, name: "in-cluster", namespace: "a" }, want: "permitted" },
    {
      name: "a denied namespace beats an allowed one",
      rules: [
        { server, namespace: "*" },
        { server, namespace: "!kube-system" },
      ],
      destination: { server, namespace: "kube-system" },
      want: `destinations has {server "${server}", namespace "!kube-system"}`,
    },
    { name: "a lone denial admits the rest", rules: [{ server, namespace: "!kube-system" }], destination: { server, namespace: "shop" }, want: "permitted" },
    {
      name: "a denied name rejects any namespace",
      rules: [
        { server: "*", namespace: "*" },
        { name: "!prod", namespace: "x" },
      ],
      destination: { server, name: "prod", namespace: "shop" },
      want: 'destinations has {name "!prod", namespace "x"}',
    },
  ];
  for (const { name, rules, destination, want } of cases) test(name, () => equal(format(explainDestination(buildProject({ destinations: rules }), destination)), want));
});

describe("explainResource", () => {
  const deployment = { group: "apps", kind: "Deployment", name: "web", namespaced: true };
  const role = { group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "web", namespaced: false };
  const cases: { name: string; spec: AppProjectSpec; resource: typeof role; want: string }[] = [
    { name: "namespaced kinds are free without lists", spec: {}, resource: deployment, want: "permitted" },
    { name: "an empty allow list admits nothing", spec: { namespaceResourceWhitelist: [] }, resource: deployment, want: "no entry of namespaceResourceWhitelist allows it" },
    {
      name: "a deny list",
      spec: { namespaceResourceBlacklist: [{ group: "apps", kind: "*" }] },
      resource: deployment,
      want: 'namespaceResourceBlacklist has "apps/*"',
    },
    {
      name: "a deny list beats an allow list",
      spec: { clusterResourceWhitelist: [{ group: "*", kind: "*" }], clusterResourceBlacklist: [{ group: "*", kind: "ClusterRole", name: "w*" }] },
      resource: role,
      want: 'clusterResourceBlacklist has "*/ClusterRole/w*"',
    },
    { name: "cluster-scoped kinds need an entry", spec: {}, resource: role, want: "no entry of clusterResourceWhitelist allows it" },
    { name: "an empty list is no entry", spec: { clusterResourceWhitelist: [] }, resource: role, want: "no entry of clusterResourceWhitelist allows it" },
    { name: "cluster-scoped by kind", spec: { clusterResourceWhitelist: [{ group: "*", kind: "ClusterRole" }] }, resource: role, want: "permitted" },
    {
      name: "cluster-scoped by name",
      spec: { clusterResourceWhitelist: [{ group: "*", kind: "*", name: "shop-*" }] },
      resource: role,
      want: "no entry of clusterResourceWhitelist allows it",
    },
  ];
  for (const { name, spec, resource, want } of cases) test(name, () => equal(format(explainResource(buildProject(spec), resource)), want));
});

test("Applications beside the server always may, others by sourceNamespaces", () => {
  const project = buildProject({ sourceNamespaces: ["team-*"] });
  const decide = (namespace: string) => format(explainNamespace(project, namespace, "argocd"));
  deepEqual(["argocd", "team-a", "other"].map(decide), ["permitted", "permitted", "no entry of sourceNamespaces allows it"]);
});
