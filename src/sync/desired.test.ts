import { deepEqual } from "node:assert/strict";
import { describe, test } from "node:test";
import { buildObject, buildResource } from "../../test/builders/sync.ts";
import type { KubeObject } from "../kube/index.ts";
import { prepareDesired } from "./desired.ts";
import { getHookRole } from "./hook.ts";

const context = {
  instance: "web",
  namespace: "shop",
  findResource: ({ group, version, kind }: { group: string; version: string; kind: string }) =>
    buildResource({ apiVersion: group === "" ? version : `${group}/${version}`, kind, metadata: {} }),
};
const prepare = (...objects: readonly KubeObject[]) =>
  prepareDesired(
    objects.map((object, index) => ({ object, origin: { file: "a.yaml", line: index + 1 } })),
    context,
  );
const trackingOf = (object: KubeObject | undefined) => object?.metadata.annotations?.["argocd.argoproj.io/tracking-id"];

describe("prepareDesired", () => {
  test("places and tracks", () => {
    const bare = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };
    deepEqual(
      prepare(bare).objects.map(({ object }) => object),
      [{ ...bare, metadata: { name: "a", namespace: "shop", annotations: { "argocd.argoproj.io/tracking-id": "web:/ConfigMap:shop/a" } } }],
    );
  });

  test("cluster-scoped objects have no namespace but carry the destination's in their mark; CRDs carry none", () => {
    const { objects } = prepare(buildObject("Namespace/x", { metadata: { namespace: "wrong" } }), buildObject("CustomResourceDefinition/y"));
    deepEqual(
      objects.map(({ object }) => [object.metadata.namespace, trackingOf(object)]),
      [
        [undefined, "web:/Namespace:wrong/x"],
        [undefined, undefined],
      ],
    );
  });

  test("the last of two equal ones counts, with a warning", () => {
    const { objects, warnings } = prepare(buildObject("ConfigMap/a", { data: { v: "1" } }), buildObject("ConfigMap/a", { data: { v: "2" } }));
    deepEqual(
      objects.map(({ object }) => object["data"]),
      [{ v: "2" }],
    );
    deepEqual(warnings, [{ type: "RepeatedResourceWarning", message: "Resource /ConfigMap/shop/a appeared 2 times among application resources." }]);
  });

  test("hooks are apart, skipped and excluded objects are out", () => {
    const { objects, hooks, warnings } = prepare(
      buildObject("Job/a", { annotations: { "argocd.argoproj.io/hook": "PreSync" } }),
      buildObject("Job/b", { annotations: { "argocd.argoproj.io/hook": "Skip" } }),
      buildObject("Pod/t", { annotations: { "helm.sh/hook": "test" } }),
      buildObject("Event/e"),
    );
    deepEqual([objects, hooks.map(({ key }) => key.name), warnings.map(({ type }) => type)], [[], ["a"], ["ExcludedResourceWarning"]]);
  });

  test("the server's fields and stringData do not travel", () => {
    const { objects } = prepare({ ...buildObject("Secret/a", { metadata: { creationTimestamp: null }, stringData: { p: "x" }, data: { q: "eQ==" } }), status: {} });
    deepEqual(
      objects.map(({ object: { metadata: _metadata, ...rest } }) => rest),
      [{ apiVersion: "v1", kind: "Secret", data: { q: "eQ==", p: "eA==" } }],
    );
  });
});

describe("getHookRole", () => {
  const cases = [
    { name: "none", annotations: {}, want: { kind: "none" } },
    { name: "Argo CD's", annotations: { "argocd.argoproj.io/hook": "PreSync, PostSync" }, want: { kind: "hook", types: ["PreSync", "PostSync"] } },
    { name: "an unknown type is a hook in no phase", annotations: { "argocd.argoproj.io/hook": "Never" }, want: { kind: "hook", types: [] } },
    { name: "Skip only alone", annotations: { "argocd.argoproj.io/hook": "Skip,Sync" }, want: { kind: "hook", types: ["Skip", "Sync"] } },
    { name: "Helm's", annotations: { "helm.sh/hook": "pre-install,pre-upgrade" }, want: { kind: "hook", types: ["PreSync"] } },
    { name: "Argo CD's before Helm's", annotations: { "argocd.argoproj.io/hook": "Sync", "helm.sh/hook": "pre-install" }, want: { kind: "hook", types: ["Sync"] } },
    { name: "crd-install is a normal object", annotations: { "helm.sh/hook": "crd-install" }, want: { kind: "none" } },
    { name: "rollback hooks are left out", annotations: { "helm.sh/hook": "pre-rollback" }, want: { kind: "skipped" } },
  ];
  for (const { name, annotations, want } of cases) test(name, () => deepEqual(getHookRole(buildObject("Job/a", { annotations })), want));
});
