import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createManualClock, systemClock } from "../../src/async/index.ts";
import { SillageError } from "../../src/errors/index.ts";
import { createHttpTransport, createKubeClient, loadKubeconfig, type ApiResource, type KubeObject, type Transport } from "../../src/kube/index.ts";
import { createLog } from "../../src/log/index.ts";
import { createInformer, withoutManagedFields } from "../../src/runtime/index.ts";
import { administrator, createSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { eventually } from "../support/eventually.ts";

const { signal } = new AbortController();
const log = createLog({ level: "silent" });
const namespace = "default";

/** The same numbers each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function sorted(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.map(withoutManagedFields).toSorted((a, b) => (a.metadata.name ?? "").localeCompare(b.metadata.name ?? ""));
}

/** The transport with streams that break when told to. */
function createBreakable(inner: Transport) {
  let broken = new AbortController();
  return {
    transport: {
      send: (request) => inner.send(request.streaming === true ? { ...request, signal: AbortSignal.any([request.signal, broken.signal]) } : request),
      close: () => inner.close(),
    } satisfies Transport,
    breakStreams(): void {
      broken.abort(new SillageError("unavailable", "Broken by the test"));
      broken = new AbortController();
    },
  };
}

describe("An informer's cache", { timeout: 60_000 }, () => {
  let sandbox: Sandbox;
  let configMaps: ApiResource;
  before(async () => {
    sandbox = await createSandbox({ clock: systemClock, random: createRandom(1) });
    const client = createKubeClient({ transport: sandbox.transport(administrator), clock: systemClock }, { userAgent: "test" });
    const found = await client.discovery.findByKind({ group: "", version: "v1", kind: "ConfigMap" }, { signal });
    assert.ok(found);
    configMaps = found;
  });
  after(async () => sandbox.close());

  it("equals the list after random writes, broken watches and compactions", async () => {
    const writer = createKubeClient({ transport: sandbox.transport(administrator), clock: systemClock }, { userAgent: "writer" });
    const breakable = createBreakable(sandbox.transport(administrator));
    // The informer's own waits pass only when the test says so: much happens while it is away.
    const clock = createManualClock();
    const reader = createKubeClient({ transport: breakable.transport, clock }, { userAgent: "reader" });
    const informer = createInformer({ client: reader, clock, log, random: () => 0 }, { resource: configMaps, indexes: { value: (object) => [JSON.stringify(object["data"])] } });
    const replayed = new Map<string, KubeObject>();
    informer.onChange((change) => {
      const key = `${change.object.metadata.namespace}/${change.object.metadata.name}`;
      if (change.type === "deleted") replayed.delete(key);
      else replayed.set(key, change.object);
    });
    const stop = new AbortController();
    const running = informer.run(stop.signal);
    await informer.synced;
    const random = createRandom(42);
    for (let step = 0; step < 1000; step += 1) {
      const name = `object-${Math.floor(random() * 20)}`;
      const action = random();
      if (action < 0.6) {
        const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name }, data: { value: String(step % 7) } };
        await writer.apply(configMaps, object, { signal, fieldManager: "test", force: true });
      } else if (action < 0.8) await writer.delete(configMaps, { namespace, name }, { signal });
      else if (action < 0.85) breakable.breakStreams();
      else if (action < 0.88) sandbox.compact();
      else await clock.advance(Math.floor(random() * 2000));
    }
    await clock.advance(120_000);
    await eventually(async () => {
      const want = sorted((await writer.fetchList(configMaps, { limit: 3, signal })).items);
      assert.deepEqual(sorted(informer.list()), want);
      assert.deepEqual(sorted([...replayed.values()]), want);
      const threes = want.filter((object) => JSON.stringify(object["data"]) === '{"value":"3"}');
      assert.deepEqual(sorted(informer.listByIndex("value", '{"value":"3"}')), threes);
    });
    stop.abort();
    await running;
  });

  it("follows over HTTPS as the writes happen", async () => {
    const { kubeconfig } = await sandbox.listen({ host: "127.0.0.1", port: 0 });
    const transport = createHttpTransport({ clock: systemClock }, await loadKubeconfig({ text: kubeconfig }));
    const client = createKubeClient({ transport, clock: systemClock }, { userAgent: "test" });
    const informer = createInformer({ client, clock: systemClock, log }, { resource: configMaps, namespace });
    const stop = new AbortController();
    const running = informer.run(stop.signal);
    await informer.synced;
    const seen = new Promise<KubeObject>((resolve) => informer.onChange((change) => resolve(change.object)));
    const written = await client.create(configMaps, { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name: "over-https" } }, { signal });
    assert.deepEqual(await seen, withoutManagedFields(written));
    stop.abort();
    await running;
    await transport.close();
  });
});
