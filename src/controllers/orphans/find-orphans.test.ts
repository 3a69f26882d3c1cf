import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildProject } from "../../../test/builders/project.ts";
import type { AppProjectSpec } from "../../api/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { findOrphans } from "./find-orphans.ts";

const object = (kind: string, name: string, apiVersion = "v1", namespace = "shop"): KubeObject => ({ apiVersion, kind, metadata: { name, namespace } });

describe("findOrphans", () => {
  const stray = object("ConfigMap", "stray");
  const cases: { name: string; spec?: AppProjectSpec; objects: KubeObject[]; want: string[] }[] = [
    { name: "what belongs to nobody", objects: [stray, object("ConfigMap", "ours-a")], want: ["stray"] },
    {
      name: "what every namespace has",
      objects: [object("ServiceAccount", "default"), object("ConfigMap", "kube-root-ca.crt"), object("Service", "kubernetes", "v1", "default"), object("Service", "kubernetes")],
      want: ["kubernetes"],
    },
    {
      name: "claims of a StatefulSet",
      objects: [
        object("StatefulSet", "ours-db", "apps/v1"),
        object("PersistentVolumeClaim", "data-ours-db-0"),
        object("PersistentVolumeClaim", "data-other-0"),
        object("PersistentVolumeClaim", "ours-db-x"),
      ],
      want: ["data-other-0", "ours-db-x"],
    },
    { name: "ignored by kind", spec: { orphanedResources: { ignore: [{ kind: "Config*" }] } }, objects: [stray, object("Secret", "s")], want: ["s"] },
    {
      name: "an absent group is the core group",
      spec: { orphanedResources: { ignore: [{ kind: "*" }] } },
      objects: [stray, object("Deployment", "web", "apps/v1")],
      want: ["web"],
    },
    { name: "ignored by group", spec: { orphanedResources: { ignore: [{ group: "*" }] } }, objects: [stray, object("Deployment", "web", "apps/v1")], want: [] },
    { name: "ignored by name", spec: { orphanedResources: { ignore: [{ kind: "ConfigMap", name: "str*" }] } }, objects: [stray, object("ConfigMap", "other")], want: ["other"] },
    {
      name: "not what the project does not permit",
      spec: { namespaceResourceBlacklist: [{ group: "", kind: "Secret" }] },
      objects: [stray, object("Secret", "s")],
      want: ["stray"],
    },
  ];
  for (const { name, spec = {}, objects, want } of cases) {
    it(name, () => {
      const orphans = findOrphans({ objects, project: buildProject(spec), belongs: ({ metadata }) => metadata.name?.startsWith("ours-a") === true });
      assert.deepEqual(
        orphans.filter(({ kind }) => kind !== "StatefulSet").map(({ metadata }) => metadata.name),
        want,
      );
    });
  }
});
