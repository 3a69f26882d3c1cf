import { equal } from "node:assert/strict";
import { describe, test } from "node:test";
import type { AppProject, AppProjectSpec } from "./app-project.ts";
import { isDestinationPermitted, isResourcePermitted, isSourcePermitted } from "./project-permissions.ts";

function buildProject(spec: AppProjectSpec): AppProject {
  return { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata: { name: "team", namespace: "argocd" }, spec };
}

describe("isSourcePermitted", () => {
  const cases = [
    { name: "a lone star admits everything", repos: ["*"], url: "https://x/a/b", want: true },
    { name: "no list admits nothing", repos: [], url: "https://x/a", want: false },
    { name: "one star stays in its segment", repos: ["https://x/*"], url: "https://x/a/b", want: false },
    { name: "a denial wins", repos: ["https://x/**", "!https://x/secret"], url: "https://x/secret.git", want: false },
    { name: "only denials admit the rest", repos: ["!https://x/secret"], url: "https://x/open", want: true },
    { name: "two spellings of one repository", repos: ["git@github.com:acme/Shop.git"], url: "ssh://git@github.com/acme/shop", want: true },
  ];
  for (const { name, repos, url, want } of cases) test(name, () => equal(isSourcePermitted(buildProject({ sourceRepos: repos }), url), want));
});

describe("isDestinationPermitted", () => {
  const server = "https://kubernetes.default.svc";
  const cases = [
    { name: "server and namespace fit", rules: [{ server, namespace: "shop-*" }], destination: { server, namespace: "shop-a" }, want: true },
    { name: "another namespace", rules: [{ server, namespace: "shop" }], destination: { server, namespace: "kube-system" }, want: false },
    { name: "cluster-scoped needs the cluster only", rules: [{ server, namespace: "shop" }], destination: { server, namespace: "" }, want: true },
    { name: "by name", rules: [{ name: "in-cluster", namespace: "*" }], destination: { server, name: "in-cluster", namespace: "a" }, want: true },
    {
      name: "a denied namespace beats an allowed one",
      rules: [
        { server, namespace: "*" },
        { server, namespace: "!kube-system" },
      ],
      destination: { server, namespace: "kube-system" },
      want: false,
    },
    { name: "a lone denial admits the rest", rules: [{ server, namespace: "!kube-system" }], destination: { server, namespace: "shop" }, want: true },
    {
      name: "a denied name rejects any namespace",
      rules: [
        { server: "*", namespace: "*" },
        { name: "!prod", namespace: "x" },
      ],
      destination: { server, name: "prod", namespace: "shop" },
      want: false,
    },
  ];
  for (const { name, rules, destination, want } of cases) test(name, () => equal(isDestinationPermitted(buildProject({ destinations: rules }), destination), want));
});

describe("isResourcePermitted", () => {
  const deployment = { group: "apps", kind: "Deployment", name: "web", namespaced: true };
  const role = { group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "web", namespaced: false };
  const cases = [
    { name: "namespaced kinds are free without lists", spec: {}, resource: deployment, want: true },
    { name: "an empty allow list admits nothing", spec: { namespaceResourceWhitelist: [] }, resource: deployment, want: false },
    { name: "a deny list", spec: { namespaceResourceBlacklist: [{ group: "apps", kind: "*" }] }, resource: deployment, want: false },
    { name: "cluster-scoped kinds need an entry", spec: {}, resource: role, want: false },
    { name: "cluster-scoped by kind", spec: { clusterResourceWhitelist: [{ group: "*", kind: "ClusterRole" }] }, resource: role, want: true },
    { name: "cluster-scoped by name", spec: { clusterResourceWhitelist: [{ group: "*", kind: "*", name: "shop-*" }] }, resource: role, want: false },
  ];
  for (const { name, spec, resource, want } of cases) test(name, () => equal(isResourcePermitted(buildProject(spec), resource), want));
});
