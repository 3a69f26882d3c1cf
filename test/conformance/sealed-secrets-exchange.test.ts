import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { countWrites } from "../builders/application-world.ts";
import { createSealedWorld, type SealedWorld } from "../builders/sealed-world.ts";
import { eventually } from "../support/eventually.ts";
import { skipWithoutController, startSealedSecretsController } from "../support/sealed-secrets-controller.ts";
import { mapLimit, systemClock } from "../../src/async/index.ts";
import { runSealedSecretObserver } from "../../src/controllers/index.ts";
import { createHttpTransport, createKubeClient, getNumber, getString, getList, getStringMap, loadKubeconfig } from "../../src/kube/index.ts";
import { createLog } from "../../src/log/index.ts";

const kubeconfig = process.env["SILLAGE_TEST_KUBECONFIG"] ?? "";
const skip = kubeconfig === "" ? "needs a real control plane in SILLAGE_TEST_KUBECONFIG" : skipWithoutController;
const count = Number(process.env["SILLAGE_TEST_SEALED_SECRETS"] ?? "50");

/** Resolves when the current generation of all is unsealed. */
async function untilUnsealed(world: SealedWorld, howMany: number): Promise<void> {
  await eventually(
    async () => {
      const good = (await world.list("SealedSecret")).filter(
        (object) => getNumber(object, "status", "observedGeneration") === object.metadata.generation && getString(getList(object, "status", "conditions")[0], "status") === "True",
      );
      assert.equal(good.length, howMany);
    },
    { withinMs: 120_000 },
  );
}

test("the controllers can be exchanged over the same keys and objects", { skip }, async (t) => {
  const world = await createSealedWorld({ controllers: 1, keysBeside: true });
  t.after(() => world.close());
  const sealed = await Promise.all(Array.from({ length: count }, (_item, index) => world.seal(`web-${index}`, { a: `${index}`, b: "2", c: "3" })));
  const later = await world.seal("web-0", { a: "new" });
  await world.stop();
  await mapLimit(sealed, { limit: 16, signal: t.signal }, (object) => world.create(object));

  const ours = performance.now();
  await world.start();
  await untilUnsealed(world, count);
  t.diagnostic(`ours: ${count} cold in ${Math.round(performance.now() - ours)} ms`);
  await world.settle();
  await world.stop();

  // The real one takes over our key and our Secrets.
  for (const secret of await world.list("Secret")) if (secret.metadata.name?.startsWith("web-") === true) await world.delete(secret);
  for (const object of await world.list("SealedSecret")) await world.delete(object);
  await mapLimit(sealed, { limit: 16, signal: t.signal }, (object) => world.create(object));
  const theirs = performance.now();
  const controller = await startSealedSecretsController({ kubeconfig, namespace: world.namespace });
  t.after(() => controller.close());
  await untilUnsealed(world, count);
  t.diagnostic(`theirs: ${count} cold in ${Math.round(performance.now() - theirs)} ms`);
  const first = await world.get("SealedSecret", "web-0");
  assert.ok(first);
  await world.patch(first, { spec: { encryptedData: { b: null, c: null, ...getStringMap(later, "spec", "encryptedData") } } });
  await eventually(async () => assert.deepEqual((await world.get("Secret", "web-0"))?.["data"], { a: Buffer.from("new").toString("base64") }));
  await untilUnsealed(world, count);
  await controller.close();

  // And we take over theirs: everything is as it should be, so nothing is written.
  const written = world.writes.length;
  await world.start();
  await eventually(() => world.controller.sealing.getCertificate());
  await world.settle();
  assert.deepEqual(world.writes.slice(written), []);
});

test("health tells what another controller does not do, and does not disturb it", { skip }, async (t) => {
  const world = await createSealedWorld({ controllers: 1, keysBeside: true });
  t.after(() => world.close());
  await eventually(() => world.controller.sealing.getCertificate());
  const [first, second] = [await world.seal("web", { a: "1" }), await world.seal("web", { a: "2" })];
  await world.stop();
  const writes: string[] = [];
  const stop = await startObserver(writes);
  t.after(stop);
  const isDelivered = (want: string | undefined) =>
    eventually(
      async () => {
        const conditions = getList(await world.get("SealedSecret", "web"), "status", "conditions");
        assert.equal(getString(conditions[0], "type"), "Synced");
        const ours = conditions.find((condition) => getString(condition, "type") === "sillage.dev/Delivered");
        assert.equal(getString(ours, "status"), want);
      },
      { withinMs: 60_000 },
    );

  const start = () => startSealedSecretsController({ kubeconfig, namespace: world.namespace });
  const controller = await start();
  t.after(() => controller.close());
  const sealed = await world.create(first);
  await untilUnsealed(world, 1);
  await delay(3_000);
  assert.deepEqual(writes, []);

  await controller.close();
  await world.patch(sealed, { spec: { encryptedData: getStringMap(second, "spec", "encryptedData") } });
  await isDelivered("False");
  const next = await start();
  t.after(() => next.close());
  await untilUnsealed(world, 1);
  await isDelivered("True");
  assert.deepEqual((await world.get("Secret", "web"))?.["data"], { a: Buffer.from("2").toString("base64") });
  const written = writes.length;
  await delay(3_000);
  assert.equal(writes.length, written, "they do not answer each other");
});

/** Ours beside theirs, as `--sealed-secrets=external` has it. Returns the way to stop it. */
async function startObserver(writes: string[]): Promise<() => Promise<void>> {
  const log = createLog({ level: "silent" });
  const transport = countWrites(createHttpTransport({ clock: systemClock }, await loadKubeconfig({ path: kubeconfig })), writes);
  const client = createKubeClient({ transport, clock: systemClock }, { userAgent: "observer" });
  const abort = new AbortController();
  const running = runSealedSecretObserver({ signal: abort.signal, log }, { client, clock: systemClock, random: Math.random, log }, { patienceMs: 2_000, concurrency: 4 });
  return async () => {
    abort.abort();
    await running;
    await transport.close();
  };
}
