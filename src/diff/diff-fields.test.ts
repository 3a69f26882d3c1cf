import { deepEqual } from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject, KubeObject } from "../kube/index.ts";
import { diffFields } from "./diff-fields.ts";
import { getOwnedFields } from "./field-tree.ts";

const owners = { manager: "sillage", predecessors: ["argocd-controller", "kubectl-client-side-apply"] };

function deployment(spec: object, metadata: object = {}): KubeObject {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop", ...metadata }, spec };
}

function entry(manager: string, fieldsV1: JsonObject, operation: "Apply" | "Update" = "Apply") {
  return { manager, operation, apiVersion: "apps/v1", fieldsType: "FieldsV1", fieldsV1 } as const;
}

function diff(desired: KubeObject, live: KubeObject) {
  return diffFields(desired, live, getOwnedFields(live, owners));
}

const container = { name: "app", image: "web:1", ports: [{ containerPort: 80 }] };
const liveContainer = { ...container, imagePullPolicy: "IfNotPresent", ports: [{ containerPort: 80, protocol: "TCP" }] };
const ownedContainer = {
  'k:{"name":"app"}': { ".": {}, "f:name": {}, "f:image": {}, "f:ports": { 'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} } } },
};
const ownedSpec = { "f:spec": { "f:replicas": {}, "f:template": { "f:spec": { "f:containers": ownedContainer } } } };
const desired = deployment({ replicas: 3, template: { spec: { containers: [container] } } });

function live(parts: { replicas?: number; containers?: readonly object[]; owned?: JsonObject; extra?: object; entries?: readonly object[] }): KubeObject {
  const { replicas = 3, containers = [liveContainer], owned = ownedSpec, extra = {}, entries } = parts;
  return deployment(
    { replicas, revisionHistoryLimit: 10, template: { spec: { containers, restartPolicy: "Always" } }, ...extra },
    { managedFields: entries ?? [entry("sillage", owned)] },
  );
}

const app = 'spec.template.spec.containers[name="app"]';
const withoutReplicas = { "f:spec": { "f:template": ownedSpec["f:spec"]["f:template"] } };
const withPaused = { "f:spec": { ...ownedSpec["f:spec"], "f:paused": {} } };
const sidecar = { name: "proxy", image: "envoy:1" };
const withSidecar = {
  "f:spec": { "f:replicas": {}, "f:template": { "f:spec": { "f:containers": { ...ownedContainer, 'k:{"name":"proxy"}': { ".": {}, "f:name": {}, "f:image": {} } } } } },
};

describe("diffFields", () => {
  const cases = [
    { name: "defaults of the server do not count", live: live({}), want: [] },
    { name: "a changed scalar", live: live({ replicas: 5 }), want: [{ path: "spec.replicas", desired: 3, live: 5 }] },
    { name: "changed by another manager, which took the field", live: live({ replicas: 5, owned: withoutReplicas }), want: [{ path: "spec.replicas", desired: 3, live: 5 }] },
    { name: "taken by another manager, same value", live: live({ owned: withoutReplicas }), want: [] },
    {
      name: "a changed field of a list item",
      live: live({ containers: [{ ...liveContainer, image: "web:2" }] }),
      want: [{ path: `${app}.image`, desired: "web:1", live: "web:2" }],
    },
    { name: "an item another manager added", live: live({ containers: [liveContainer, sidecar] }), want: [] },
    {
      name: "an item we once declared",
      live: live({ containers: [liveContainer, sidecar], owned: withSidecar }),
      want: [{ path: 'spec.template.spec.containers[name="proxy"]', live: sidecar }],
    },
    { name: "a missing item", live: live({ containers: [] }), want: [{ path: app, desired: container, live: undefined }] },
    { name: "a field we once declared", live: live({ owned: withPaused, extra: { paused: true } }), want: [{ path: "spec.paused", live: true }] },
    { name: "a field we once declared that is gone already", live: live({ owned: withPaused }), want: [] },
    {
      name: "a field a predecessor declared",
      live: live({ extra: { paused: true }, entries: [entry("argocd-controller", withPaused, "Update")] }),
      want: [{ path: "spec.paused", live: true }],
    },
    { name: "nothing owned: whole fields are compared", live: live({ entries: [] }), want: [{ path: "spec", desired: desired["spec"], live: live({})["spec"] }] },
  ];
  for (const { name, live, want } of cases) test(name, () => deepEqual(diff(desired, live), want));
});

describe("diffFields on lists and metadata", () => {
  const pair = (order: readonly string[]) => order.map((name) => ({ name, image: "x" }));
  const ownedPair = Object.fromEntries(["a", "b"].map((name) => [`k:{"name":"${name}"}`, { ".": {}, "f:name": {}, "f:image": {} }]));
  const ordered = (order: readonly string[]) => deployment({ list: pair(order) }, { managedFields: [entry("sillage", { "f:spec": { "f:list": ownedPair } })] });
  const finalizers = (values: readonly string[] | undefined, owned: JsonObject = {}) =>
    deployment({}, { ...(values === undefined ? {} : { finalizers: values }), managedFields: [entry("sillage", { "f:metadata": { "f:finalizers": owned } })] });
  const labels = (map: object, owned: JsonObject) => deployment({}, { labels: map, managedFields: [entry("sillage", { "f:metadata": { "f:labels": owned } })] });
  const cases = [
    { name: "the same order", desired: deployment({ list: pair(["a", "b"]) }), live: ordered(["a", "b"]), want: [] },
    {
      name: "another order",
      desired: deployment({ list: pair(["b", "a"]) }),
      live: ordered(["a", "b"]),
      want: [{ path: "spec.list", desired: pair(["b", "a"]), live: pair(["a", "b"]) }],
    },
    { name: "a set holds more", desired: deployment({}, { finalizers: ["a"] }), live: finalizers(["a", "b"], { 'v:"a"': {} }), want: [] },
    {
      name: "a set lacks one",
      desired: deployment({}, { finalizers: ["a", "c"] }),
      live: finalizers(["a"], { 'v:"a"': {} }),
      want: [{ path: 'metadata.finalizers["c"]', desired: "c" }],
    },
    {
      name: "a set keeps what we took out",
      desired: deployment({}, { finalizers: ["a"] }),
      live: finalizers(["a", "b"], { 'v:"a"': {}, 'v:"b"': {} }),
      want: [{ path: 'metadata.finalizers["b"]', live: "b" }],
    },
    { name: "labels of others", desired: deployment({}, { labels: { a: "1" } }), live: labels({ a: "1", b: "2" }, { ".": {}, "f:a": {} }), want: [] },
    {
      name: "a new label",
      desired: deployment({}, { labels: { a: "1", "x/y": "2" } }),
      live: labels({ a: "1" }, { "f:a": {} }),
      want: [{ path: 'metadata.labels."x/y"', desired: "2", live: undefined }],
    },
    {
      name: "the last-applied annotation of kubectl",
      desired: deployment({}),
      live: deployment(
        {},
        {
          annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}", a: "1" },
          managedFields: [entry("kubectl-client-side-apply", { "f:metadata": { "f:annotations": { "f:kubectl.kubernetes.io/last-applied-configuration": {} } } }, "Update")],
        },
      ),
      want: [],
    },
  ];
  for (const { name, desired, live, want } of cases) test(name, () => deepEqual(diff(desired, live), want));
});
