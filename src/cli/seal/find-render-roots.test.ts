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
    { file: "base/db/db.yaml", line: 1, value: { kind: "SealedSecret" } },
  ];
  assert.deepEqual(findRenderRoots(documents), ["production", "staging"]);
});
