import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Command } from "commander";
import type { ApplicationSource, ApplicationSpec, ApplicationStatus } from "../../../api/index.ts";
import { isSillageError } from "../../../errors/index.ts";
import { buildApplication } from "../../../../test/builders/application.ts";
import { changeSource, changeSpec, parseSpec } from "./change-spec.ts";
import { addFields, type Field } from "./field.ts";
import { addSourceChoice } from "./source-choice.ts";
import { createSourceFields } from "./source-fields.ts";
import { createSpecFields } from "./spec-fields.ts";
import { createUnsetFields } from "./unset-fields.ts";

const one: ApplicationSource = { repoURL: "https://git.example.com/shop.git", path: "apps/web", targetRevision: "main" };
const chart: ApplicationSource = { repoURL: "https://charts.example.com", chart: "nginx", name: "chart", targetRevision: "1.0" };

function parse(argv: string, fields: readonly Field[]) {
  const command = new Command().exitOverride();
  addSourceChoice(command);
  addFields(command, fields);
  return command.parse(argv.split(" "), { from: "user" }).opts();
}

interface Before {
  readonly spec?: Partial<ApplicationSpec>;
  readonly status?: ApplicationStatus;
}

function set(argv: string, before: Before): ApplicationSpec {
  const fields = { spec: createSpecFields(), source: createSourceFields() };
  return changeSpec(buildApplication(before), fields, parse(argv, [...fields.source, ...fields.spec]));
}

function unset(argv: string, source: ApplicationSource): ApplicationSource | undefined {
  const fields = createUnsetFields();
  const application = buildApplication({ spec: { source } });
  return parseSpec(application, changeSource(application, fields, parse(argv, fields))).source;
}

const automated = { automated: { prune: true, selfHeal: true } };

const settings: readonly { readonly argv: string; readonly spec?: Partial<ApplicationSpec>; readonly want: Partial<ApplicationSpec> }[] = [
  { argv: "--revision v2", want: { source: { ...one, targetRevision: "v2" } } },
  { argv: "--dest-name other", want: { destination: { name: "other", namespace: "shop" } } },
  { argv: "--sync-policy manual", want: {} },
  { argv: "--self-heal=false", want: { syncPolicy: { automated: { prune: true, selfHeal: false } } } },
  { argv: "--sync-policy automated", want: { syncPolicy: { automated: {} } } },
  {
    argv: "--sync-option !A=b --sync-option C=d",
    spec: { syncPolicy: { ...automated, syncOptions: ["A=b"] } },
    want: { syncPolicy: { ...automated, syncOptions: ["C=d"] } },
  },
  { argv: "--sync-option !A=b", spec: { syncPolicy: { syncOptions: ["A=b"] } }, want: {} },
  { argv: "--sync-retry-limit 0", spec: { syncPolicy: { ...automated, retry: { limit: 3 } } }, want: { syncPolicy: automated } },
  {
    argv: "--helm-set a=2 --values c.yaml",
    spec: { source: { ...one, helm: { parameters: [{ name: "a", value: "1" }], valueFiles: ["b.yaml"], releaseName: "r" } } },
    want: { source: { ...one, helm: { parameters: [{ name: "a", value: "2" }], valueFiles: ["c.yaml"], releaseName: "r" } } },
  },
  { argv: "--source-position 2 --revision 2.0", spec: { sources: [one, chart] }, want: { sources: [one, { ...chart, targetRevision: "2.0" }] } },
  { argv: "--source-name chart --revision 2.0 --project shop", spec: { sources: [one, chart] }, want: { project: "shop", sources: [one, { ...chart, targetRevision: "2.0" }] } },
  { argv: "--values-literal-file a:b", spec: { source: { ...one, helm: { valuesObject: { a: 1 } } } }, want: { source: { ...one, helm: { values: "a:b" } } } },
];

describe("sillage app set", () => {
  for (const { argv, spec = {}, want } of settings) {
    it(`changes ${argv}`, () => {
      const { syncPolicy: _syncPolicy, source: _source, ...base } = buildApplication().spec;
      const kept = { ...(argv.includes("sync-") ? {} : { syncPolicy: automated }), ...(spec.sources === undefined ? { source: one } : { source: one }) };
      assert.deepEqual(set(argv, { spec: { source: one, ...spec } }), { ...base, ...kept, ...want });
    });
  }

  const refused: readonly (Before & { readonly argv: string; readonly want: string })[] = [
    { argv: "--source-position 1", want: "Give at least one flag that changes something" },
    { argv: "--revision v2", spec: { sources: [one, chart] }, want: 'Application "web" has 2 sources: say which with --source-position or --source-name' },
    { argv: "--revision v2 --source-position 3", spec: { sources: [one, chart] }, want: 'Application "web" has 2 sources, none at position 3' },
    { argv: "--revision v2 --source-name none", spec: { sources: [one, chart] }, want: 'Application "web" has no source named "none"' },
    { argv: "--auto-prune", spec: { syncPolicy: {} }, want: "--auto-prune goes with --sync-policy automated" },
    { argv: "-p a=b", spec: { source: { ...one, kustomize: {} } }, want: "Parameters can only be set against Helm applications" },
    { argv: "-p a=b", status: { sourceType: "Directory" }, want: "Parameters can only be set against Helm applications" },
  ];
  for (const { argv, want, ...before } of refused) {
    it(`refuses ${argv}: ${want}`, () => {
      assert.throws(
        () => set(argv, before),
        (error) => isSillageError(error, "invalid") && error.message === want,
      );
    });
  }
});

const removals: readonly { readonly argv: string; readonly source: Partial<ApplicationSource>; readonly want: Partial<ApplicationSource> }[] = [
  { argv: "--nameprefix", source: { kustomize: { namePrefix: "a-", nameSuffix: "-z" } }, want: { kustomize: { nameSuffix: "-z" } } },
  { argv: "--nameprefix --namesuffix", source: { kustomize: { namePrefix: "a-", nameSuffix: "-z" } }, want: {} },
  { argv: "--kustomize-image web", source: { kustomize: { images: ["web=web:2", "db:1"] } }, want: { kustomize: { images: ["db:1"] } } },
  { argv: "--kustomize-replica web --kustomize-namespace", source: { kustomize: { replicas: [{ name: "web", count: 2 }], namespace: "a" } }, want: {} },
  {
    argv: "-p a -p file",
    source: { helm: { parameters: [{ name: "a" }, { name: "b" }], fileParameters: [{ name: "file", path: "x" }] } },
    want: { helm: { parameters: [{ name: "b" }] } },
  },
  {
    argv: "--values a.yaml --values-literal",
    source: { helm: { valueFiles: ["a.yaml", "b.yaml"], values: "x: 1", valuesObject: { x: 1 } } },
    want: { helm: { valueFiles: ["b.yaml"] } },
  },
  {
    argv: "--ignore-missing-value-files --pass-credentials",
    source: { helm: { ignoreMissingValueFiles: true, passCredentials: true, releaseName: "r" } },
    want: { helm: { releaseName: "r" } },
  },
  { argv: "--ref --ignore-missing-components", source: { ref: "values" }, want: {} },
];

describe("sillage app unset", () => {
  for (const { argv, source, want } of removals) it(`takes back ${argv}`, () => assert.deepEqual(unset(argv, { ...one, ...source }), { ...one, ...want }));
});
