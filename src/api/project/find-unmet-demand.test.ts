import { equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { buildProject } from "../../../test/builders/project.ts";
import type { AppProjectSpec } from "./app-project.ts";
import { findUnmetDemand } from "./find-unmet-demand.ts";

describe("findUnmetDemand", () => {
  const signed = (field: string) => `project 'team' permits only signed commits (${field}), and signatures cannot be verified yet`;
  const cases: { name: string; spec: AppProjectSpec; want: string | undefined }[] = [
    { name: "nothing", spec: {}, want: undefined },
    {
      name: "clusters of its own",
      spec: { permitOnlyProjectScopedClusters: true },
      want: "project 'team' permits only clusters of its own (permitOnlyProjectScopedClusters), and there are none yet",
    },
    { name: "no keys", spec: { signatureKeys: [] }, want: undefined },
    { name: "keys", spec: { signatureKeys: [{ keyID: "A" }] }, want: signed("signatureKeys") },
    { name: "a policy", spec: { sourceIntegrity: { git: { policies: [{ gpg: { mode: "head" } }] } } }, want: signed("sourceIntegrity") },
    { name: "a policy of nothing beats keys", spec: { signatureKeys: [{ keyID: "A" }], sourceIntegrity: { git: { policies: [{ gpg: { mode: "none" } }] } } }, want: undefined },
  ];
  for (const { name, spec, want } of cases) test(name, () => equal(findUnmetDemand(buildProject(spec)), want));
});
