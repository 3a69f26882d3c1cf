import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import { configMap, deployment } from "./shop.ts";
import { createWorld, type World } from "./world.ts";

const pollSeconds = 2;

describe("Nothing to do", { timeout: 120_000 }, () => {
  let world: World;
  before(async () => {
    world = await createWorld({ webhook: false, poll: `${pollSeconds}s`, countWrites: true });
    await world.repository.commit("Add the shop", { "shop/deployment.yaml": deployment({ replicas: 2 }), "shop/settings.json": configMap("settings", { theme: "dark" }) });
    await world.createApplication("shop", "shop");
    await world.createApplication("shop-again", "shop");
    for (const name of ["shop", "shop-again"]) await world.waitForApplication(name, { sync: "Synced", health: "Healthy" });
    await delay(2_000);
  });
  after(async () => world.close());

  it("costs no write, and one git request per poll and repository", async () => {
    const writesBefore = world.writes.length;
    const requestsBefore = world.git.requests.length;
    await delay(10_000);
    assert.deepEqual(world.writes.slice(writesBefore), []);
    const requests = world.git.requests.slice(requestsBefore);
    assert.ok(requests.length >= 3 && requests.length <= 10 / pollSeconds + 1, `${requests.length} git requests in 10 s: ${requests.join(", ")}`);
  });

  it("costs no write after a commit that changes nothing for any application", async () => {
    const writesBefore = world.writes.length;
    await world.repository.commit("Change a page nobody deploys", { "docs/page.md": "hello\n" });
    await delay(3 * pollSeconds * 1_000);
    assert.deepEqual(world.writes.slice(writesBefore), []);
  });

  it("costs no write to compare everything again after a restart", async () => {
    const writesBefore = world.writes.length;
    await world.restart("SIGTERM");
    await delay(4_000);
    // `--install-crds` applies the definitions and the namespace at each start; the API server finds them unchanged.
    assert.deepEqual(
      world.writes.slice(writesBefore).filter((write) => !write.includes("fieldManager=sillage-install")),
      [],
    );
  });
});
