import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { getField, getNumber, getString } from "../../../src/kube/index.ts";
import { eventually } from "../../support/eventually.ts";
import { deployment } from "../shop.ts";
import { createWorld, type World } from "../world.ts";

async function replicas(world: World, namespace: string): Promise<number | undefined> {
  return getNumber(JSON.parse(await world.kubectl.ok(["get", "deployment", "web", "-n", namespace, "-o", "json"])), "spec", "replicas");
}

/** Milliseconds until the live object has the replicas; fails after the limit. */
async function untilReplicas(world: World, wanted: number, withinMs: number): Promise<number> {
  const start = Date.now();
  await eventually(async () => assert.equal(await replicas(world, "e2e-shop"), wanted), { withinMs });
  return Date.now() - start;
}

describe("A pushed commit with a webhook", { timeout: 120_000 }, () => {
  let world: World;
  before(async () => {
    world = await createWorld();
    await world.repository.commit("Add the shop", { "shop/deployment.yaml": deployment({ replicas: 3 }) });
    await world.createApplication("shop", "shop");
    await world.waitForApplication("shop", { sync: "Synced", health: "Healthy" });
  });
  after(async () => world.close());

  it("scales 3 to 4 within a second", async (t) => {
    await world.repository.commit("Scale to 4", { "shop/deployment.yaml": deployment({ replicas: 4 }) });
    t.diagnostic(`live after ${await untilReplicas(world, 4, 1_000)} ms`);
    await world.waitForApplication("shop", { sync: "Synced", health: "Healthy" });
  });

  it("is undone by git revert, and the history knows both commits", async () => {
    await world.repository.git("revert", "--no-edit", "HEAD");
    await world.repository.git("push", "--quiet", "origin", "HEAD:main");
    await untilReplicas(world, 3, 10_000);
    await world.waitForApplication("shop", { sync: "Synced", health: "Healthy" });
    const history = await world.sillage("app", "history", "shop");
    assert.equal(history.exitCode, 0, history.stderr);
    assert.match(history.stdout, /Ada Example.*Scale to 4/);
    assert.match(history.stdout, /Ada Example.*Revert "Scale to 4"/);
    assert.match(history.stdout, /automated sync policy/);
  });

  it("rolls back with automated sync on and stays there until a newer commit", async () => {
    const before = getField(await world.application("shop"), "status", "history");
    const rollback = await world.sillage("app", "rollback", "shop");
    assert.equal(rollback.exitCode, 0, rollback.stderr);
    assert.equal(await replicas(world, "e2e-shop"), 4, JSON.stringify(before));
    const application = await eventually(async () => {
      const seen = await world.application("shop");
      assert.match(JSON.stringify(getField(seen, "status", "conditions")), /RolledBack/);
      return seen;
    });
    assert.equal(getString(application, "status", "sync", "revision"), await world.repository.git("rev-parse", "HEAD~1"));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    assert.equal(await replicas(world, "e2e-shop"), 4, "automated sync must not undo the rollback");
    await world.repository.commit("Scale to 2", { "shop/deployment.yaml": deployment({ replicas: 2 }) });
    await untilReplicas(world, 2, 10_000);
    const later = await world.waitForApplication("shop", { sync: "Synced", health: "Healthy" });
    assert.doesNotMatch(JSON.stringify(getField(later, "status", "conditions") ?? []), /RolledBack/);
  });
});

describe("A pushed commit without a webhook", { timeout: 120_000 }, () => {
  let world: World;
  before(async () => {
    world = await createWorld({ webhook: false, poll: "5s" });
    await world.repository.commit("Add the shop", { "shop/deployment.yaml": deployment({ replicas: 3 }) });
    await world.createApplication("shop", "shop");
    await world.waitForApplication("shop", { sync: "Synced", health: "Healthy" });
  });
  after(async () => world.close());

  it("is seen by the poll of every 5 seconds", async () => {
    await world.repository.commit("Scale to 4", { "shop/deployment.yaml": deployment({ replicas: 4 }) });
    await untilReplicas(world, 4, 8_000);
  });
});
