import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSillageError } from "../../errors/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { chooseRevisions, type RevisionChoice, type RevisionFlags } from "./revision-choice.ts";

const single = buildApplication();
const double = buildApplication({
  spec: {
    sources: [
      { repoURL: "https://a", path: "." },
      { repoURL: "https://b", path: ".", name: "values" },
    ],
  },
});

const cases: readonly { readonly flags: RevisionFlags; readonly want: RevisionChoice; readonly isSingle?: true }[] = [
  { flags: {}, want: {} },
  { flags: { revision: "v2" }, want: { revision: "v2" }, isSingle: true },
  { flags: { revisions: ["v1", "v2"], sourcePositions: [2, 1] }, want: { revisions: ["v1", "v2"], sourcePositions: [2, 1] } },
  { flags: { revisions: ["v1"], sourceNames: ["values"] }, want: { revisions: ["v1"], sourcePositions: [2] } },
];
const refused: readonly { readonly flags: RevisionFlags; readonly want: string }[] = [
  { flags: { revision: "v2" }, want: 'Application "web" has 2 sources: use --revisions and --source-positions instead of --revision' },
  { flags: { revisions: ["v1", "v2"], sourcePositions: [1] }, want: "Each of --revisions needs one of --source-positions or --source-names" },
  { flags: { sourcePositions: [1] }, want: "Each of --revisions needs one of --source-positions or --source-names" },
  { flags: { revisions: ["v1"], sourceNames: ["none"] }, want: 'Application "web" has no source named "none"' },
];

describe("chooseRevisions", () => {
  for (const { flags, want, isSingle } of cases) it(JSON.stringify(flags), () => assert.deepEqual(chooseRevisions(isSingle === true ? single : double, flags), want));
  for (const { flags, want } of refused) {
    it(`refuses ${JSON.stringify(flags)}`, () => {
      assert.throws(
        () => chooseRevisions(double, flags),
        (error) => isSillageError(error, "invalid") && error.message === want,
      );
    });
  }
});
