import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import { getNumber } from "../../../src/kube/index.ts";
import { eventually } from "../../support/eventually.ts";
import { configMap, deployment } from "../shop.ts";
import { createWorld, type World } from "../world.ts";

describe("Drift", { timeout: 120_000 }, () => {
  let world: World;
  const namespace = ["-n", "e2e-shop"];
  before(async () => {
    world = await createWorld();
    await world.repository.commit("Add the shop", { "shop/deployment.yaml": deployment({ replicas: 2 }), "shop/settings.json": configMap("settings", { theme: "dark" }) });
    await world.createApplication("shop", "shop");
    await world.waitForApplication("shop", { sync: "Synced", health: "Healthy" });
  });
  after(async () => world.close());

  async function replicas(): Promise<number | undefined> {
    return getNumber(JSON.parse(await world.kubectl.ok(["get", "deployment", "web", ...namespace, "-o", "json"])), "spec", "replicas");
  }

  it("by kubectl scale is undone within a second", async () => {
    await world.kubectl.ok(["scale", "deployment", "web", "--replicas=5", ...namespace]);
    await eventually(async () => assert.equal(await replicas(), 2), { withinMs: 1_000 });
  });

  it("by kubectl delete is undone within a second", async () => {
    await world.kubectl.ok(["delete", "deployment", "web", "--wait=false", ...namespace]);
    await eventually(async () => assert.equal(await replicas(), 2), { withinMs: 1_000 });
    await world.waitForApplication("shop", { sync: "Synced", health: "Healthy" });
  });

  it("stays, and is reported, with selfHeal off", async () => {
    await world.kubectl.ok(["patch", "application", "shop", "--type=merge", "-p", '{"spec":{"syncPolicy":{"automated":{"selfHeal":false}}}}']);
    await world.kubectl.ok(["scale", "deployment", "web", "--replicas=5", ...namespace]);
    await world.waitForApplication("shop", { sync: "OutOfSync" });
    await delay(1_500);
    assert.equal(await replicas(), 5);
    const diff = await world.sillage("app", "diff", "shop");
    assert.equal(diff.exitCode, 1, diff.stderr);
    assert.match(diff.stdout, /-\s+replicas: 5\n\+\s+replicas: 2/);
    const sync = await world.sillage("app", "sync", "shop");
    assert.equal(sync.exitCode, 0, sync.stderr);
    assert.equal(await replicas(), 2);
    assert.equal((await world.sillage("app", "diff", "shop")).exitCode, 0);
  });
});
