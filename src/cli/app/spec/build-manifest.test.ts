import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Command } from "commander";
import { isSillageError } from "../../../errors/index.ts";
import { listOption } from "../../flags.ts";
import { buildManifest } from "./build-manifest.ts";
import { addFields } from "./field.ts";
import type { Block } from "./set-at.ts";
import { createSourceFields } from "./source-fields.ts";
import { createSpecFields } from "./spec-fields.ts";

const repo = "https://git.example.com/shop.git";
const source = { repoURL: repo, path: "apps/web" };
const destination = { server: "https://kubernetes.default.svc" };
const least = `--repo ${repo} --path apps/web`;

function build(argv: string, parts: { readonly name?: string | undefined; readonly base?: Block } = { name: "web" }): Block {
  const fields = { spec: createSpecFields(), source: createSourceFields() };
  const command = new Command().exitOverride().addOption(listOption("--label <label>", "")).addOption(listOption("--annotations <annotation>", ""));
  command.option("--set-finalizer").option("-N, --app-namespace <namespace>");
  addFields(command, [...fields.source, ...fields.spec]);
  command.parse(
    argv.split(" ").filter((word) => word !== ""),
    { from: "user" },
  );
  return buildManifest({ name: parts.name, ...(parts.base === undefined ? {} : { base: parts.base }), fields, flags: command.opts() });
}

/** An Application `web`. */
function application(spec: object, metadata: object = {}): object {
  return { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: "web", ...metadata }, spec: { project: "default", source, destination, ...spec } };
}

const helm = (options: object): object => application({ source: { ...source, helm: options } });
const kustomize = (options: object): object => application({ source: { ...source, kustomize: options } });
const directory = (options: object): object => application({ source: { ...source, directory: options } });

const cases: readonly { readonly flags: string; readonly want: object }[] = [
  { flags: "", want: application({}) },
  {
    flags: "--dest-server https://other --dest-namespace shop --revision v2 --project shop",
    want: application({ project: "shop", source: { ...source, targetRevision: "v2" }, destination: { server: "https://other", namespace: "shop" } }),
  },
  { flags: "--dest-name in-cluster", want: application({ destination: { name: "in-cluster" } }) },
  {
    flags: "--label team=a --label note=x=y --annotations a=b --set-finalizer -N team",
    want: application({}, { namespace: "team", labels: { team: "a", note: "x=y" }, annotations: { a: "b" }, finalizers: ["resources-finalizer.argocd.argoproj.io"] }),
  },
  { flags: "--sync-policy automated", want: application({ syncPolicy: { automated: {} } }) },
  { flags: "--sync-policy manual", want: application({}) },
  { flags: "--sync-policy none --sync-option PruneLast=true", want: application({ syncPolicy: { syncOptions: ["PruneLast=true"] } }) },
  {
    flags: "--sync-policy auto --auto-prune --self-heal=true --allow-empty=false --sync-option CreateNamespace=true",
    want: application({ syncPolicy: { automated: { prune: true, selfHeal: true, allowEmpty: false }, syncOptions: ["CreateNamespace=true"] } }),
  },
  {
    flags: "--sync-retry-limit 5 --sync-retry-backoff-duration 10s --sync-retry-backoff-factor 3 --sync-retry-backoff-max-duration 5m --sync-retry-refresh",
    want: application({ syncPolicy: { retry: { limit: 5, backoff: { duration: "10s", factor: 3, maxDuration: "5m" }, refresh: true } } }),
  },
  { flags: "--revision-history-limit 0", want: application({ revisionHistoryLimit: 0 }) },
  { flags: "--ref values", want: application({ source: { ...source, ref: "values" } }) },
  {
    flags: "--release-name shop --values a.yaml --values b.yaml --ignore-missing-value-files --helm-skip-crds --helm-skip-tests --helm-pass-credentials",
    want: helm({ valueFiles: ["a.yaml", "b.yaml"], ignoreMissingValueFiles: true, releaseName: "shop", passCredentials: true, skipCrds: true, skipTests: true }),
  },
  {
    flags: "--helm-set replicas=3 --helm-set empty= --helm-set equation=a=b --helm-set replicas=4",
    want: helm({
      parameters: [
        { name: "replicas", value: "4" },
        { name: "empty", value: "" },
        { name: "equation", value: "a=b" },
      ],
    }),
  },
  {
    flags: "--helm-set-string tag=1.0 -p a=b",
    want: helm({
      parameters: [
        { name: "tag", value: "1.0", forceString: true },
        { name: "a", value: "b" },
      ],
    }),
  },
  { flags: "--helm-set-file cert=files/tls.crt", want: helm({ fileParameters: [{ name: "cert", path: "files/tls.crt" }] }) },
  {
    flags: "--helm-namespace other --helm-kube-version 1.36 --helm-api-versions v1/Service --helm-skip-schema-validation",
    want: helm({ namespace: "other", kubeVersion: "1.36", apiVersions: ["v1/Service"], skipSchemaValidation: true }),
  },
  {
    flags: "--nameprefix a- --namesuffix -z --kustomize-namespace shop --kustomize-image web=web:2 --kustomize-image web:3 --kustomize-image db@sha256:0",
    want: kustomize({ namePrefix: "a-", nameSuffix: "-z", namespace: "shop", images: ["web:3", "db@sha256:0"] }),
  },
  {
    flags: "--kustomize-replica web=3 --kustomize-common-label a=b --kustomize-common-annotation c=d --kustomize-force-common-label --kustomize-label-without-selector",
    want: kustomize({ replicas: [{ name: "web", count: 3 }], commonLabels: { a: "b" }, commonAnnotations: { c: "d" }, forceCommonLabels: true, labelWithoutSelector: true }),
  },
  {
    flags: "--kustomize-force-common-annotation --kustomize-label-include-templates --ignore-missing-components",
    want: kustomize({ forceCommonAnnotations: true, labelIncludeTemplates: true, ignoreMissingComponents: true }),
  },
  { flags: "--directory-recurse --directory-include *.yaml --directory-exclude old/*", want: directory({ recurse: true, include: "*.yaml", exclude: "old/*" }) },
  { flags: "--config-management-plugin kasane", want: application({ source: { ...source, plugin: { name: "kasane" } } }) },
];

describe("buildManifest", () => {
  for (const { flags, want } of cases) it(`from ${flags === "" ? "the least" : flags}`, () => assert.deepEqual(build(`${least} ${flags}`), want));

  it("takes a chart instead of a path", () => {
    const want = application({ source: { repoURL: "https://charts.example.com", chart: "nginx", targetRevision: "1.2.3" } });
    assert.deepEqual(build("--repo https://charts.example.com --helm-chart nginx --revision 1.2.3"), want);
  });

  it("puts the flags on top of a file", () => {
    const base = application({ syncPolicy: { automated: {} } }, { labels: { a: "b" } }) as Block;
    const want = application({ source: { ...source, targetRevision: "v2" }, syncPolicy: { automated: { prune: true } } }, { name: "other", labels: { a: "b", c: "d" } });
    assert.deepEqual(build("--revision v2 --auto-prune --label c=d", { name: "other", base }), want);
  });

  const several = { metadata: { name: "web" }, spec: { sources: [source, source], destination } };
  const refused = [
    { flags: least, name: undefined, want: "An application needs a name: `sillage app create NAME --repo URL --path FOLDER`, or `-f FILE`" },
    { flags: "--path apps/web", want: 'Application "web" needs --repo and --path, or --helm-chart' },
    { flags: `--repo ${repo}`, want: 'Application "web" needs --repo and --path, or --helm-chart' },
    { flags: `${least} --self-heal`, want: "--self-heal goes with --sync-policy automated" },
    { flags: `${least} --helm-set replicas`, want: '"replicas" is not NAME=VALUE, as --helm-set takes it' },
    { flags: `${least} --label =a`, want: '"=a" is not NAME=VALUE, as --label takes it' },
    { flags: `${least} --kustomize-replica web=many`, want: '"web=many" is not NAME=COUNT, as --kustomize-replica takes it' },
    { flags: "--revision v2", base: several, want: "Flags of a source do not go with a file of several sources" },
  ];
  for (const { flags, want, ...parts } of refused) {
    it(`refuses ${flags}: ${want}`, () => {
      assert.throws(
        () => build(flags, "name" in parts ? { name: parts.name } : { name: "web", ...parts }),
        (error) => isSillageError(error, "invalid") && error.message === want,
      );
    });
  }
});
