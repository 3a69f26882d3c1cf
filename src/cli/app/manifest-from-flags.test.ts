import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSillageError } from "../../errors/index.ts";
import { manifestFromFlags, type ManifestFlags } from "./manifest-from-flags.ts";

const base: ManifestFlags = { project: "default", syncPolicy: "manual", repo: "https://git.example.com/shop.git", path: "apps/web" };
const source = { repoURL: base.repo, path: base.path };
const destination = { server: "https://kubernetes.default.svc" };

/** An Application `web` as JSON. */
function application(spec: object, metadata: object = {}): object {
  return { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: "web", ...metadata }, spec: { project: "default", source, destination, ...spec } };
}

const cases: readonly { name: string; flags: Partial<ManifestFlags>; want: object }[] = [
  { name: "the least", flags: {}, want: application({}) },
  {
    name: "where to",
    flags: { destServer: "https://other", destNamespace: "shop", revision: "v2", project: "shop" },
    want: application({ project: "shop", source: { ...source, targetRevision: "v2" }, destination: { server: "https://other", namespace: "shop" } }),
  },
  { name: "a cluster by name", flags: { destName: "in-cluster" }, want: application({ destination: { name: "in-cluster" } }) },
  {
    name: "labels and finalizer",
    flags: { label: ["team=a", "note=x=y"], setFinalizer: true },
    want: application({}, { labels: { team: "a", note: "x=y" }, finalizers: ["resources-finalizer.argocd.argoproj.io"] }),
  },
  { name: "automated", flags: { syncPolicy: "automated" }, want: application({ syncPolicy: { automated: {} } }) },
  {
    name: "automated with everything, by its short name",
    flags: { syncPolicy: "auto", autoPrune: true, selfHeal: true, allowEmpty: true, syncOption: ["CreateNamespace=true"] },
    want: application({ syncPolicy: { automated: { prune: true, selfHeal: true, allowEmpty: true }, syncOptions: ["CreateNamespace=true"] } }),
  },
  { name: "manual with an option", flags: { syncOption: ["PruneLast=true"] }, want: application({ syncPolicy: { syncOptions: ["PruneLast=true"] } }) },
  {
    name: "Helm",
    flags: { releaseName: "shop", values: ["a.yaml", "b.yaml"], helmSet: ["replicas=3", "empty=", "equation=a=b"] },
    want: application({
      source: {
        ...source,
        helm: {
          releaseName: "shop",
          valueFiles: ["a.yaml", "b.yaml"],
          parameters: [
            { name: "replicas", value: "3" },
            { name: "empty", value: "" },
            { name: "equation", value: "a=b" },
          ],
        },
      },
    }),
  },
  {
    name: "Kustomize",
    flags: { nameprefix: "a-", namesuffix: "-z", kustomizeImage: ["web=web:2"] },
    want: application({ source: { ...source, kustomize: { namePrefix: "a-", nameSuffix: "-z", images: ["web=web:2"] } } }),
  },
  { name: "a folder with sub-folders", flags: { directoryRecurse: true }, want: application({ source: { ...source, directory: { recurse: true } } }) },
];

describe("manifestFromFlags", () => {
  for (const { name, flags, want } of cases) {
    it(name, () => assert.deepEqual(JSON.parse(JSON.stringify(manifestFromFlags("web", { ...base, ...flags }))), want));
  }

  const refused = [
    { name: undefined, flags: {}, want: "An application needs a name: `sillage app create NAME --repo URL --path FOLDER`, or `-f FILE`" },
    { name: "web", flags: { repo: undefined }, want: 'Application "web" needs --repo and --path' },
    { name: "web", flags: { path: undefined }, want: 'Application "web" needs --repo and --path' },
    { name: "web", flags: { selfHeal: true as const }, want: "--auto-prune, --self-heal and --allow-empty go with --sync-policy automated" },
    { name: "web", flags: { helmSet: ["replicas"] }, want: '"replicas" is not NAME=VALUE, as --helm-set takes it' },
    { name: "web", flags: { label: ["=a"] }, want: '"=a" is not NAME=VALUE, as --label takes it' },
  ];
  for (const { name, flags, want } of refused) {
    it(`refuses: ${want}`, () => {
      assert.throws(
        () => manifestFromFlags(name, { ...base, ...flags } as ManifestFlags),
        (error) => isSillageError(error, "invalid") && error.message === want,
      );
    });
  }
});
