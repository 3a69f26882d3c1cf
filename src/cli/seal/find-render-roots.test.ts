import assert from "node:assert/strict";
import { it } from "node:test";
import { findRenderRoots } from "./find-render-roots.ts";

it("renders what nothing else uses", () => {
  const kustomization = (folder: string, value: unknown) => ({ file: folder === "" ? "kustomization.yaml" : `${folder}/kustomization.yaml`, line: 1, value });
  const documents = [
    kustomization("base/db", { resources: ["db.yaml"] }),
    kustomization("base", { resources: ["db/", "web.yaml"] }),
    kustomization("production", { resources: ["../base"], components: ["../components/tls"] }),
    kustomization("staging", { bases: ["../base"] }),
    kustomization("components/tls", { kind: "Component" }),
    { file: "old/Kustomization", line: 1, value: {} },
    { file: "base/db/db.yaml", line: 1, value: { kind: "SealedSecret" } },
    { file: "chart/Chart.yaml", line: 1, value: { name: "chart" } },
    { file: "chart/charts/part/Chart.yaml", line: 1, value: { name: "part" } },
    { file: "library/Chart.yaml", line: 1, value: { name: "library", type: "library" } },
  ];
  assert.deepEqual(findRenderRoots(documents), [
    { kind: "kustomization", folder: "production", file: "production/kustomization.yaml" },
    { kind: "kustomization", folder: "staging", file: "staging/kustomization.yaml" },
    { kind: "kustomization", folder: "old", file: "old/Kustomization" },
    { kind: "chart", folder: "chart", file: "chart/Chart.yaml" },
  ]);
});
