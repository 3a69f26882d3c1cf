import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KubeObject } from "../../kube/index.ts";
import { parseAppProject } from "./parse-app-project.ts";

const project = (fields: object): KubeObject => ({ apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata: { name: "team", namespace: "argocd" }, ...fields });

describe("parseAppProject", () => {
  it("takes everything Argo CD writes, and keeps what it does not know", () => {
    const spec = {
      description: "d",
      sourceRepos: ["*"],
      destinations: [{ server: "*", name: "x", namespace: "*" }],
      sourceNamespaces: ["a"],
      clusterResourceWhitelist: [{ group: "", kind: "Namespace", name: "a-*" }],
      namespaceResourceWhitelist: [],
      roles: [{ name: "ci", description: "d", policies: ["p"], groups: ["g"], jwtTokens: [{ iat: 1, exp: 2, id: "x" }] }],
      syncWindows: [{ kind: "allow", schedule: "* * * * *", duration: "1h", applications: ["*"], manualSync: true, timeZone: "UTC", andOperator: true, syncOverrun: true }],
      orphanedResources: { warn: false, ignore: [{ group: "", kind: "*", name: "a" }] },
      signatureKeys: [{ keyID: "A" }],
      sourceIntegrity: { git: { policies: [{ repos: [{ url: "*" }], gpg: { mode: "head", keys: ["A"] } }] } },
      permitOnlyProjectScopedClusters: false,
      destinationServiceAccounts: [{ server: "*", namespace: "*", defaultServiceAccount: "a" }],
      somethingNew: { a: 1 },
    };
    const status = { jwtTokensByRole: { ci: { items: [{ iat: 1 }] } } };
    const object = project({ spec, status });
    assert.deepEqual(parseAppProject(object), object);
  });

  it("has an empty status when there is none", () => assert.deepEqual(parseAppProject(project({ spec: {} })).status, {}));

  const cases = [
    { name: "a list that is none", spec: { sourceRepos: "*" }, want: 'Cannot read AppProject "argocd/team": spec.sourceRepos must be array' },
    { name: "a rule without a kind", spec: { clusterResourceWhitelist: [{ group: "" }] }, want: /spec\.clusterResourceWhitelist\.0 must have required properties kind/ },
    { name: "a role without a name", spec: { roles: [{}] }, want: /spec\.roles\.0 must have required properties name/ },
  ];
  for (const { name, spec, want } of cases) {
    it(`names the field: ${name}`, () => assert.throws(() => parseAppProject(project({ spec })), typeof want === "string" ? { code: "invalid", message: want } : want));
  }
});
