import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ApplicationSource, Operation, RevisionHistory, RollbackRequest } from "../../api/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { planRollback } from "./plan-rollback.ts";

const source: ApplicationSource = { repoURL: "https://git.example.com/shop.git", path: "apps/web" };
const sources = [source, { ...source, path: "apps/extra" }];
const deployedAt = "2026-01-02T03:04:05Z";
const history: readonly RevisionHistory[] = [
  { id: 0, revision: "aaa", source, deployedAt },
  { id: 1, revisions: ["bbb", "ccc"], sources, deployedAt },
  { id: 7, revision: "ddd", source, deployedAt },
];
const initiatedBy = { username: "admin" };
const syncStrategy = { apply: {} };

const cases: readonly { name: string; request: RollbackRequest; want: Operation }[] = [
  { name: "the one before the current", request: {}, want: { sync: { revisions: ["bbb", "ccc"], sources, syncStrategy }, initiatedBy } },
  { name: "0 is the id of the first deployment", request: { id: 0 }, want: { sync: { revision: "aaa", source, syncStrategy }, initiatedBy } },
  { name: "by id", request: { id: 7, prune: true, dryRun: true }, want: { sync: { revision: "ddd", source, prune: true, dryRun: true, syncStrategy }, initiatedBy } },
];

describe("planRollback", () => {
  for (const { name, request, want } of cases) {
    it(name, () => assert.deepEqual(planRollback(buildApplication({ status: { history } }), request, { username: "admin" }), want));
  }

  it("keeps the application's sync options, and leaves its retry out", () => {
    const application = buildApplication({ spec: { syncPolicy: { syncOptions: ["PruneLast=true"], retry: { limit: 5 } } }, status: { history } });
    assert.deepEqual(planRollback(application, { id: 7 }, { username: "admin" }), {
      sync: { revision: "ddd", source, syncStrategy, syncOptions: ["PruneLast=true"] },
      initiatedBy,
    });
  });

  const refused = [
    { name: "an id that is not there", history, id: 3, want: 'Application "web" has no deployment 3 in its history: it lists 0, 1, 7' },
    { name: "no history", history: [], id: undefined, want: 'Application "web" has no deployment before the current one in its history: it lists no deployment' },
    { name: "a first deployment", history: history.slice(0, 1), id: undefined, want: 'Application "web" has no deployment before the current one in its history: it lists 0' },
  ];
  for (const { name, history, id, want } of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => planRollback(buildApplication({ status: { history } }), id === undefined ? {} : { id }, { username: "admin" }),
        (error) => isSillageError(error, "invalid") && error.message === want,
      );
    });
  }
});
