import assert from "node:assert/strict";
import { test } from "node:test";
import { createSealedWorld } from "../../../test/builders/sealed-world.ts";
import { eventually } from "../../../test/support/eventually.ts";
import { mapLimit } from "../../async/index.ts";
import { SillageError } from "../../errors/index.ts";
import { getList, getString } from "../../kube/index.ts";

const isSynced = (object: unknown) => getString(getList(object, "status", "conditions")[0], "status") === "True";

test("200 SealedSecrets from a cold start: three requests each, then none", async (t) => {
  const world = await createSealedWorld();
  t.after(() => world.close());
  const sealed = await Promise.all(Array.from({ length: 200 }, (_item, index) => world.seal(`web-${index}`, { a: `${index}`, b: "2", c: "3" })));
  await world.stop();
  await mapLimit(sealed, { limit: 16, signal: t.signal }, (object) => world.create(object));
  const written = world.writes.length;

  const startedMs = performance.now();
  await world.start();
  await eventually(async () => assert.equal((await world.list("SealedSecret")).filter(isSynced).length, 200), { withinMs: 60_000 });
  t.diagnostic(`200 SealedSecrets of three items in ${Math.round(performance.now() - startedMs)} ms`);
  await world.settle();
  assert.equal((await world.list("Secret")).length, 200);
  assert.equal(world.writes.length - written, 600);

  const after = world.writes.length;
  await world.restart();
  await world.settle();
  assert.deepEqual(world.writes.slice(after), []);
});

test("two controllers make one key and do not fight", async (t) => {
  const world = await createSealedWorld({ controllers: 2 });
  t.after(() => world.close());
  const sealed = await world.create(await world.seal("web", { a: "1" }));
  assert.equal((await world.list("Secret", world.keyNamespace)).filter(({ metadata }) => metadata.name?.startsWith("sealed-secrets-key")).length, 1);
  await eventually(async () => assert.ok(isSynced(await world.get("SealedSecret", "web"))));
  const secret = await world.get("Secret", "web");
  assert.ok(secret);
  await world.patch(secret, { data: { a: "eA==" } });
  await eventually(async () => assert.deepEqual((await world.get("Secret", "web"))?.["data"], { a: "MQ==" }));
  await world.settle();
  const written = world.writes.length;
  await world.patch(sealed, { metadata: { labels: { touched: "1" } } });
  await world.settle();
  assert.deepEqual(world.writes.slice(written), []);
});

test("two controllers with different keys come to rest", async (t) => {
  const world = await createSealedWorld();
  t.after(() => world.close());
  const stranger = await world.startStranger();
  t.after(stranger);
  await world.create(await world.seal("web", { a: "1" }));
  await eventually(async () => assert.ok(getList(await world.get("SealedSecret", "web"), "status", "conditions").length > 0));
  await world.settle();
  const written = world.writes.length;
  await world.settle();
  assert.equal(world.writes.length, written);
  assert.deepEqual((await world.get("Secret", "web"))?.["data"], { a: "MQ==" });
});

test("a key that is too old gets a successor and goes on unsealing", async (t) => {
  const world = await createSealedWorld({ controllers: 2 });
  t.after(() => world.close());
  const sealed = await world.seal("web", { a: "1" });
  const first = world.controller.sealing.getCertificate();
  await world.stop();
  await world.start({ cutoffMs: Date.now() + 1_000 });
  await eventually(() => assert.notEqual(world.controller.sealing.getCertificate(), first), { withinMs: 30_000 });
  assert.equal((await world.list("Secret", world.keyNamespace)).filter(({ metadata }) => metadata.name?.startsWith("sealed-secrets-key")).length, 2);
  await world.create(sealed);
  await eventually(async () => assert.ok(isSynced(await world.get("SealedSecret", "web"))));
});

test("an API that fails every other write delays only", async (t) => {
  let count = 0;
  const world = await createSealedWorld({
    controllers: 1,
    wrap: (transport) => ({
      async send(request) {
        const isRefused = request.method !== "GET" && count++ % 2 === 0;
        const answer = isRefused && count % 4 === 1 ? undefined : await transport.send(request);
        if (isRefused || answer === undefined) throw new SillageError("unavailable", "The connection was lost");
        return answer;
      },
      close: () => transport.close(),
    }),
  });
  t.after(() => world.close());
  for (const name of ["a", "b", "c"]) await world.create(await world.seal(name, { item: name }));
  await eventually(async () => assert.equal((await world.list("SealedSecret")).filter(isSynced).length, 3));
  assert.deepEqual(
    (await world.list("Secret")).map((secret) => getString(secret, "data", "item")),
    ["YQ==", "Yg==", "Yw=="],
  );
});
