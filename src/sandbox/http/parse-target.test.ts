import assert from "node:assert/strict";
import { test } from "node:test";
import { type Target, parseTarget } from "./parse-target.ts";

const cases: readonly { readonly path: string; readonly want: Target }[] = [
  { path: "/version", want: { kind: "path", segments: ["version"] } },
  { path: "/apis/apps/v1", want: { kind: "path", segments: ["apis", "apps", "v1"] } },
  { path: "/api/v1/pods", want: { kind: "resource", group: "", version: "v1", namespace: "", plural: "pods" } },
  { path: "/api/v1/namespaces/a/pods/x/log", want: { kind: "resource", group: "", version: "v1", namespace: "a", plural: "pods", name: "x", subresource: "log" } },
  { path: "/api/v1/namespaces", want: { kind: "resource", group: "", version: "v1", namespace: "", plural: "namespaces" } },
  { path: "/api/v1/namespaces/a", want: { kind: "resource", group: "", version: "v1", namespace: "a", plural: "namespaces", name: "a" } },
  { path: "/api/v1/namespaces/a/finalize", want: { kind: "resource", group: "", version: "v1", namespace: "a", plural: "namespaces", name: "a", subresource: "finalize" } },
  {
    path: "/apis/apps/v1/namespaces/a/deployments/x/scale",
    want: { kind: "resource", group: "apps", version: "v1", namespace: "a", plural: "deployments", name: "x", subresource: "scale" },
  },
  {
    path: "/api/v1/namespaces/a/services/http:x:web/proxy/v1/cert.pem",
    want: { kind: "resource", group: "", version: "v1", namespace: "a", plural: "services", name: "http:x:web", subresource: "proxy" },
  },
  {
    path: "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode",
    want: { kind: "resource", group: "rbac.authorization.k8s.io", version: "v1", namespace: "", plural: "clusterroles", name: "system:node" },
  },
];

for (const { path, want } of cases) test(`the target of ${path}`, () => assert.deepEqual(parseTarget(path), want));

test("a path that is not URL-encoded is a bad request", () => assert.throws(() => parseTarget("/api/v1/namespaces/%zz"), { code: 400 }));
