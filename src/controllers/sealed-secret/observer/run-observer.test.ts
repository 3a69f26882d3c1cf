import assert from "node:assert/strict";
import { test } from "node:test";
import { createSealedWorld, type SealedWorld } from "../../../../test/builders/sealed-world.ts";
import { createTestKey } from "../../../../test/builders/sealing-key.ts";
import { eventually } from "../../../../test/support/eventually.ts";
import { systemClock } from "../../../async/index.ts";
import { SillageError } from "../../../errors/index.ts";
import { assessObject } from "../../../health/index.ts";
import { getList, getString, type KubeObject } from "../../../kube/index.ts";
import { createLog } from "../../../log/index.ts";
import { runSealedSecretObserver } from "./run-observer.ts";

const log = createLog({ level: "silent" });
const { certificate } = createTestKey().pair;

function startObserver(world: SealedWorld): () => Promise<void> {
  const abort = new AbortController();
  const deps = { client: world.client, clock: systemClock, random: Math.random, log };
  const running = runSealedSecretObserver({ signal: abort.signal, log }, deps, { patienceMs: 300, concurrency: 4 });
  return () => {
    abort.abort(new SillageError("canceled", "over"));
    return running;
  };
}

const healthOf = async (world: SealedWorld, name: string) => {
  const sealed = await world.get("SealedSecret", name);
  assert.ok(sealed);
  return assessObject(sealed);
};

const isHealthy = (world: SealedWorld, name: string, want: string, message: RegExp) =>
  eventually(async () => {
    const health = await healthOf(world, name);
    assert.equal(health?.status, want, JSON.stringify(health));
    assert.match(health?.message ?? "", message);
  });

test("health tells the truth about another controller, or about none", async (t) => {
  const world = await createSealedWorld({ controllers: 1, keysBeside: true });
  t.after(() => world.close());
  const stop = startObserver(world);
  t.after(stop);
  const sealed = await world.create(await world.seal("web", { a: "1" }));
  await isHealthy(world, "web", "Healthy", /^$/);
  await world.settle();
  const quiet = world.writes.length;
  await world.settle();
  assert.equal(world.writes.length, quiet);

  await world.stop();
  await world.patch(sealed, { spec: { template: { type: "Opaque" } } });
  await isHealthy(world, "web", "Degraded", /^No controller has looked at generation 2, so the Secret holds at best what generation 1 said/);
  const synced: unknown = getList(await world.get("SealedSecret", "web"), "status", "conditions")[0];
  assert.deepEqual([getString(synced, "type"), getString(synced, "status")], ["Synced", "True"]);
  await world.create(await world.seal("new", { a: "1" }, { certificate }));
  await isHealthy(world, "new", "Degraded", /^No controller has looked at this SealedSecret/);
  const [first] = getList(await world.get("SealedSecret", "new"), "status", "conditions");
  assert.deepEqual([getString(first, "type"), getString(first, "status")], ["Synced", "Unknown"]);

  await world.start();
  await isHealthy(world, "web", "Healthy", /^$/);
  await world.stop();
  await world.delete(await secretOf(world, "web"));
  await isHealthy(world, "web", "Degraded", /^Secret "web" is not there/);
  await world.create({ apiVersion: "v1", kind: "Secret", metadata: { name: "web", namespace: world.namespace } });
  await isHealthy(world, "web", "Degraded", /^Secret "web" was not made from this SealedSecret/);
});

async function secretOf(world: SealedWorld, name: string): Promise<KubeObject> {
  const secret = await world.get("Secret", name);
  assert.ok(secret);
  return secret;
}
