import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { formatInstanceName, parseInstanceName } from "./instance-name.ts";
import { formatTrackingId, ownerOf, parseTrackingId } from "./tracking.ts";

const key = { group: "apps", kind: "Deployment", namespace: "shop", name: "web" };

test("formats and parses", () => {
  equal(formatTrackingId({ instance: "web", key }), "web:apps/Deployment:shop/web");
  deepEqual(parseTrackingId("web:apps/Deployment:shop/web"), { instance: "web", key });
  deepEqual(parseTrackingId("web:/Service:shop/web"), { instance: "web", key: { ...key, group: "", kind: "Service" } });
});

for (const text of ["", "web", "web:apps/Deployment", "web:Deployment:shop/web", "web:apps/Deployment:web", "web:apps/Deployment:shop/web:x", "web:a/b/c:shop/web"]) {
  test(`refuses "${text}"`, () => equal(parseTrackingId(text), undefined));
}

describe("ownerOf", () => {
  const build = (id: string, metadata: object) => ({ apiVersion: "apps/v1", kind: "Deployment", metadata: { annotations: { "argocd.argoproj.io/tracking-id": id }, ...metadata } });
  const cases = [
    { name: "its own annotation", object: build("web:apps/Deployment:shop/web", { namespace: "shop", name: "web" }), want: "web" },
    { name: "a copied annotation", object: build("web:apps/Deployment:shop/web", { namespace: "shop", name: "web-2" }), want: undefined },
    { name: "another namespace", object: build("web:apps/Deployment:shop/web", { namespace: "other", name: "web" }), want: undefined },
    { name: "cluster-scoped: the namespace does not count", object: build("web:apps/Deployment:shop/web", { name: "web" }), want: "web" },
    { name: "no annotation", object: { apiVersion: "v1", kind: "Secret", metadata: { name: "a" } }, want: undefined },
  ];
  for (const { name, object, want } of cases) test(name, () => equal(ownerOf(object), want));
});

test("instance names outside the control namespace", () => {
  equal(formatInstanceName({ namespace: "argocd", name: "web" }, "argocd"), "web");
  equal(formatInstanceName({ namespace: "team-a", name: "web" }, "argocd"), "team-a_web");
  deepEqual(parseInstanceName("team-a_web", "argocd"), { namespace: "team-a", name: "web" });
  deepEqual(parseInstanceName("web", "argocd"), { namespace: "argocd", name: "web" });
});
