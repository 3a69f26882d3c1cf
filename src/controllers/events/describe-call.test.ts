import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeCall } from "./describe-call.ts";

const resource = { name: "shop", group: "apps", version: "v1", kind: "Deployment", namespace: "web", resourceName: "front" };

const cases: readonly { readonly operation: string; readonly request: object; readonly want: string | undefined }[] = [
  { operation: "ApplicationService/Create", request: { application: { metadata: { name: "shop" } } }, want: "Application argocd/shop: ResourceCreated ada created application" },
  { operation: "ApplicationService/UpdateSpec", request: { name: "shop", appNamespace: "team" }, want: "Application team/shop: ResourceUpdated ada updated application spec" },
  { operation: "ApplicationService/Delete", request: { name: "shop" }, want: "Application argocd/shop: ResourceDeleted ada deleted application" },
  { operation: "ApplicationService/Sync", request: { name: "shop", revision: "v2" }, want: "Application argocd/shop: OperationStarted ada initiated sync to v2" },
  {
    operation: "ApplicationService/Sync",
    request: { name: "shop", resources: [{ kind: "Service", name: "web" }], revision: "v2" },
    want: "Application argocd/shop: OperationStarted ada initiated partial sync to v2",
  },
  { operation: "ApplicationService/Sync", request: { name: "shop", manifests: ["{}"] }, want: "Application argocd/shop: OperationStarted ada initiated sync locally" },
  { operation: "ApplicationService/PatchResource", request: resource, want: "Application argocd/shop: ResourceUpdated ada patched resource apps/Deployment 'front'" },
  {
    operation: "ApplicationService/RunResourceAction",
    request: { ...resource, action: "restart" },
    want: "Application argocd/shop: ResourceActionRan ada ran action restart on resource apps/Deployment 'front'",
  },
  { operation: "ProjectService/Create", request: { project: { metadata: { name: "ci" } } }, want: "AppProject argocd/ci: ResourceCreated ada created project" },
  { operation: "ProjectService/Delete", request: { name: "ci" }, want: "AppProject argocd/ci: ResourceDeleted ada deleted project" },
  { operation: "ProjectService/CreateToken", request: { project: "ci", role: "deploy" }, want: "AppProject argocd/ci: ResourceCreated ada created token" },
  { operation: "ApplicationService/Get", request: { name: "shop" }, want: undefined },
  { operation: "SessionService/Create", request: { username: "ada", password: "secret" }, want: undefined },
];

describe("The event of a call", () => {
  for (const { operation, request, want } of cases)
    it(`${operation} ${JSON.stringify(request)}`, () => {
      const described = describeCall({ operation, username: "ada", request }, "argocd");
      assert.equal(described && `${described.subject.kind} ${described.subject.namespace}/${described.subject.name}: ${described.fact.reason} ${described.fact.message}`, want);
    });
});
