import { equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { buildProject } from "../../../test/builders/project.ts";
import type { DestinationServiceAccount } from "./app-project.ts";
import { findServiceAccount } from "./find-service-account.ts";

describe("findServiceAccount", () => {
  const server = "https://kubernetes.default.svc";
  const to = (namespace: string) => ({ server, name: "in-cluster", namespace });
  const entry = (parts: Partial<DestinationServiceAccount>): DestinationServiceAccount => ({ server, namespace: "*", defaultServiceAccount: "deployer", ...parts });
  const cases: { name: string; entries: DestinationServiceAccount[]; namespace: string; want: string | undefined }[] = [
    { name: "none", entries: [], namespace: "shop", want: undefined },
    { name: "in the namespace of the destination", entries: [entry({})], namespace: "shop", want: "system:serviceaccount:shop:deployer" },
    { name: "in the namespace of the Application when there is none", entries: [entry({})], namespace: "", want: "system:serviceaccount:argocd:deployer" },
    { name: "in a namespace that is named", entries: [entry({ defaultServiceAccount: "ops:root" })], namespace: "shop", want: "system:serviceaccount:ops:root" },
    {
      name: "the first that matches",
      entries: [entry({ namespace: "x-*" }), entry({ defaultServiceAccount: "b" }), entry({})],
      namespace: "shop",
      want: "system:serviceaccount:shop:b",
    },
    { name: "another server", entries: [entry({ server: "https://other" })], namespace: "shop", want: undefined },
    { name: "the cluster by its name", entries: [entry({ server: "in-*" })], namespace: "shop", want: "system:serviceaccount:shop:deployer" },
  ];
  for (const { name, entries, namespace, want } of cases) {
    test(name, () => equal(findServiceAccount(buildProject({ destinationServiceAccounts: entries }), to(namespace), "argocd"), want));
  }
});
