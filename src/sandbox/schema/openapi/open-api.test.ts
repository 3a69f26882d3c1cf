import assert from "node:assert/strict";
import { test } from "node:test";
import { getField, getRecord } from "../../../kube/index.ts";
import type { PublishedResource } from "../resource.ts";
import { buildOpenApiDocument, buildOpenApiRoot } from "./open-api.ts";

const verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
const status = { name: "status", group: "apps", version: "v1", kind: "Deployment", verbs: ["get", "update", "patch"] };
const scale = { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: ["get", "update", "patch"] };
const deployments: PublishedResource = { group: "apps", version: "v1", kind: "Deployment", plural: "deployments", namespaced: true, verbs, subresources: [status, scale] };
const widgets: PublishedResource = {
  group: "stable.example.com",
  version: "v1",
  kind: "Widget",
  plural: "widgets",
  namespaced: false,
  verbs,
  subresources: [],
  custom: { schema: { type: "object", description: "A widget", properties: { spec: { type: "object", properties: { size: { type: "integer", minimum: 1 } } } } } },
};

function schemaOf(document: unknown, definition: string): unknown {
  return getField(document, "components", "schemas", definition);
}

test("an endpoint tells which patches and parameters it takes", () => {
  const document = buildOpenApiDocument([deployments]);
  const patch = getRecord(document, "paths", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}", "patch");
  assert.deepEqual(Object.keys(getRecord(patch, "requestBody", "content") ?? {}), [
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/apply-patch+yaml",
    "application/apply-patch+cbor",
    "application/strategic-merge-patch+json",
  ]);
  assert.deepEqual(patch?.["x-kubernetes-group-version-kind"], { group: "apps", version: "v1", kind: "Deployment" });
  assert.match(JSON.stringify(patch?.["parameters"]), /"fieldValidation"/);
  assert.ok(getRecord(document, "paths", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale", "patch"));
});

test("definitions are complete and carry list and patch semantics", () => {
  const document = buildOpenApiDocument([deployments]);
  const text = JSON.stringify(document);
  for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) assert.ok(schemaOf(document, name), `${name} is referred to but not there`);
  const ports = getRecord(schemaOf(document, "io.k8s.api.core.v1.Container"), "properties", "ports");
  const { description, ...rest } = ports ?? {};
  assert.match(String(description), /ports/);
  assert.deepEqual(rest, {
    type: "array",
    items: { $ref: "#/components/schemas/io.k8s.api.core.v1.ContainerPort" },
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["containerPort", "protocol"],
    "x-kubernetes-patch-merge-key": "containerPort",
    "x-kubernetes-patch-strategy": "merge",
  });
  assert.deepEqual(getField(schemaOf(document, "io.k8s.api.apps.v1.Deployment"), "x-kubernetes-group-version-kind"), [{ group: "apps", version: "v1", kind: "Deployment" }]);
});

test("a custom kind is published with its own schema and real metadata, and takes no strategic patch", () => {
  const document = buildOpenApiDocument([widgets]);
  const widget = schemaOf(document, "com.example.stable.v1.Widget");
  assert.deepEqual(getField(widget, "properties", "spec"), { type: "object", properties: { size: { type: "integer", minimum: 1 } } });
  assert.deepEqual(getField(widget, "properties", "metadata", "allOf"), [{ $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" }]);
  assert.equal(getField(document, "paths", "/apis/stable.example.com/v1/widgets/{name}", "patch", "requestBody", "content", "application/strategic-merge-patch+json"), undefined);
});

test("the root names every group-version, with a hash that follows the resources", () => {
  const root = buildOpenApiRoot([deployments, widgets]);
  const changed = buildOpenApiRoot([deployments, { ...widgets, custom: { schema: { type: "object" } } }]);
  assert.deepEqual(Object.keys(getRecord(root, "paths") ?? {}), ["apis/apps/v1", "apis/stable.example.com/v1"]);
  assert.deepEqual(getField(root, "paths", "apis/apps/v1"), getField(changed, "paths", "apis/apps/v1"));
  assert.notDeepEqual(getField(root, "paths", "apis/stable.example.com/v1"), getField(changed, "paths", "apis/stable.example.com/v1"));
});
