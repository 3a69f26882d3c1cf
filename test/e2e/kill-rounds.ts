import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import { getList, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { configMap, hookJob } from "./shop.ts";
import { createWorld, type World } from "./world.ts";

const objects = 30;

/** Three waves of ConfigMaps between a PreSync and a PostSync hook. */
function files(version: number): Record<string, string> {
  const found: Record<string, string> = { "many/pre.yaml": hookJob("PreSync"), "many/post.yaml": hookJob("PostSync") };
  for (let index = 0; index < objects; index += 1) {
    const object = JSON.parse(configMap(`object-${index}`, { version: String(version) }));
    object.metadata.annotations = { "argocd.argoproj.io/sync-wave": String(index % 3) };
    found[`many/object-${index}.json`] = JSON.stringify(object);
  }
  return found;
}

export interface Kills {
  readonly kills: number;
  /** The server is killed at a random moment between these, counted from the end of the push. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly seed: number;
}

/** Declares the tests: commits, kills the server while it syncs, starts it again, and looks at what came of it. */
export function describeKills({ kills, fromMs, untilMs, seed }: Kills): void {
  // Hook Jobs stay behind on a shared cluster; each file counts its own.
  const name = `many-${fromMs}`;
  describe(`SIGKILL ${fromMs} to ${untilMs} ms into a sync`, { timeout: 600_000 }, () => {
    let world: World;
    before(async () => {
      world = await createWorld();
      await world.repository.commit("Version 0", files(0));
      await world.createApplication(name, "many");
      await world.waitForApplication(name, { sync: "Synced", health: "Healthy" });
    });
    after(async () => world.close());

    it(`ends right ${kills} times, each hook once per operation`, async (t) => {
      // From a seed: the points differ from one another but not from one run to the next.
      let state = seed;
      const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
      for (let round = 1; round <= kills; round += 1) {
        const revision = await world.repository.commit(`Version ${round}`, files(round));
        await delay(fromMs + random() * (untilMs - fromMs));
        await world.restart("SIGKILL");
        await eventually(
          async () => {
            const application = await world.application(name);
            assert.equal(getString(application, "status", "sync", "revision"), revision);
            assert.equal(getString(application, "status", "operationState", "phase"), "Succeeded", getString(application, "status", "operationState", "message"));
          },
          { withinMs: 60_000 },
        );
        await world.waitForApplication(name, { sync: "Synced", health: "Healthy" });
        const live = getList(JSON.parse(await world.kubectl.ok(["get", "configmaps", "-n", `e2e-${name}`, "-o", "json"])), "items");
        const versions = live.filter((object) => getString(object, "metadata", "name")?.startsWith("object-")).map((object) => getString(object, "data", "version"));
        assert.deepEqual(
          versions,
          Array.from({ length: objects }, () => String(round)),
        );
      }
      const jobs = getList(JSON.parse(await world.kubectl.ok(["get", "jobs", "-n", `e2e-${name}`, "-o", "json"])), "items").map((job) => getString(job, "metadata", "name") ?? "");
      const perOperation = new Map<string, number>();
      for (const name of jobs) perOperation.set(name, (perOperation.get(name) ?? 0) + 1);
      t.diagnostic(`${jobs.length} hook runs`);
      for (const phase of ["presync", "postsync"]) {
        const runs = jobs.filter((name) => name.startsWith(phase));
        assert.equal(new Set(runs.map((name) => name.split("-")[1])).size, kills + 1, `${phase} ran for each revision: ${runs.join(" ")}`);
        assert.equal(runs.length, kills + 1, `${phase} ran once per operation: ${runs.join(" ")}`);
      }
    });
  });
}
