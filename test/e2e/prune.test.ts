import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import { getField, getList, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { configMap } from "./shop.ts";
import { automated, createWorld, type World } from "./world.ts";

describe("A file that leaves Git", { timeout: 120_000 }, () => {
  let world: World;
  before(async () => {
    world = await createWorld();
    const files = { a: configMap("a", { k: "1" }), b: configMap("b", { k: "1" }), c: configMap("c", { k: "1" }) };
    await world.repository.commit("Add three", {
      "on/a.json": files.a,
      "on/b.json": files.b,
      "off/a.json": files.a,
      "off/b.json": files.b,
      "other/c.json": files.c,
    });
    await world.createApplication("on", "on");
    await world.createApplication("off", "off", { syncPolicy: { automated: { prune: false, selfHeal: true }, syncOptions: ["CreateNamespace=true"] } });
    await world.createApplication("other", "other", automated);
    for (const name of ["on", "off", "other"]) await world.waitForApplication(name, { sync: "Synced", health: "Healthy" });
  });
  after(async () => world.close());

  const names = async (namespace: string): Promise<readonly string[]> =>
    (await world.kubectl.ok(["get", "configmaps", "-n", namespace, "-o", "name"])).split("\n").filter((name) => name.endsWith("/a") || name.endsWith("/b") || name.endsWith("/c"));

  it("is pruned where prune is on, and reported where it is off", async () => {
    await world.repository.commit("Drop b", { "on/b.json": undefined, "off/b.json": undefined });
    await eventually(async () => assert.deepEqual(await names("e2e-on"), ["configmap/a"]));
    const off = await world.waitForApplication("off", { sync: "OutOfSync" });
    assert.deepEqual(await names("e2e-off"), ["configmap/a", "configmap/b"]);
    const b = getList(off, "status", "resources").find((resource) => getString(resource, "name") === "b");
    assert.equal(getField(b, "requiresPruning"), true);
  });

  it("prunes nothing when the YAML is broken: the status names file, line and column, other applications go on", async () => {
    await world.repository.commit("Break it", {
      "on/broken.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n data: [\n",
      "other/c.json": configMap("c", { k: "2" }),
    });
    const broken = await eventually(async () => {
      const application = await world.application("on");
      assert.match(JSON.stringify(getField(application, "status", "conditions")), /ComparisonError/);
      return application;
    });
    assert.match(JSON.stringify(getField(broken, "status", "conditions")), /on\/broken\.yaml:\d+:\d+/);
    assert.equal(getString(broken, "status", "sync", "status"), "Unknown");
    await eventually(async () => assert.equal(await world.kubectl.ok(["get", "configmap", "c", "-n", "e2e-other", "-o", "jsonpath={.data.k}"]), "2"));
    assert.deepEqual(await names("e2e-on"), ["configmap/a"]);
    await world.repository.commit("Mend it", { "on/broken.yaml": undefined });
    await world.waitForApplication("on", { sync: "Synced", health: "Healthy" });
  });

  it("prunes nothing when everything would go and allowEmpty is off", async () => {
    await world.repository.commit("Empty it", { "on/a.json": undefined, "on/README.txt": "nothing here\n" });
    const empty = await eventually(async () => {
      const application = await world.application("on");
      assert.match(JSON.stringify(getField(application, "status", "conditions") ?? []), /wipe out all resources/);
      return application;
    });
    assert.equal(getString(empty, "status", "sync", "status"), "OutOfSync");
    await delay(1_000);
    assert.deepEqual(await names("e2e-on"), ["configmap/a"]);
  });
});
