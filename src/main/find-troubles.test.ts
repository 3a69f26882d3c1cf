import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { createClusterHealth } from "./find-troubles.ts";

test("troubles are named without saying why, and the API server is not asked for each who wants to know", async () => {
  const clock = createManualClock();
  let asked = 0;
  let isAway = false;
  let failure: SillageError | undefined;
  const client = {
    async fetchText() {
      asked += 1;
      if (isAway) throw new SillageError("unavailable", "Cannot reach the API server at its secret address");
      return '{"gitVersion":"v1.36.1"}';
    },
  };
  const health = createClusterHealth({ client, clock, informers: { Applications: { getFailure: () => failure } } });
  assert.deepEqual([await health.findTroubles(), await health.fetchVersion(), asked], [[], "v1.36.1", 1]);
  isAway = true;
  failure = new SillageError("forbidden", "Cannot list Applications as system:serviceaccount:argocd:sillage");
  assert.deepEqual(await health.findTroubles(), ["Cannot list Applications"]);
  await clock.advance(2_000);
  assert.deepEqual([await health.findTroubles(), asked], [["The Kubernetes API does not answer", "Cannot list Applications"], 2]);
});
