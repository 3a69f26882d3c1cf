import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { mapLimit, sleep, systemClock } from "../../src/async/index.ts";
import { SillageError } from "../../src/errors/index.ts";
import { createHttpTransport, createKubeClient, loadKubeconfig, type ApiResource, type KubeClient, type KubeObject, type Transport } from "../../src/kube/index.ts";
import { createLog } from "../../src/log/index.ts";
import { createInformer, withoutManagedFields } from "../../src/runtime/index.ts";
import { eventually } from "../support/eventually.ts";
import { openTarget, type Target } from "../support/target.ts";

const namespace = `informer-${randomBytes(3).toString("hex")}`;
const fieldManager = "informer-test";
const lifetime = new AbortController();
const { signal } = lifetime;

let target: Target;
let transport: Transport;
let client: KubeClient;

before(async () => {
  target = await openTarget();
  transport = createHttpTransport({ clock: systemClock }, await loadKubeconfig({ path: target.kubeconfig }));
  client = createKubeClient({ transport, clock: systemClock }, { userAgent: "informer-test" });
  const namespaces = await find("Namespace");
  await client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }, { signal });
});

after(async () => {
  await client.delete(await find("Namespace"), { name: namespace }, { signal });
  lifetime.abort();
  await transport.close();
  await target.close();
});

async function find(kind: string): Promise<ApiResource> {
  const resource = await client.discovery.findByKind({ group: "", version: "v1", kind }, { signal });
  assert.ok(resource, kind);
  return resource;
}

/** The transport, with streams that can be broken. */
function createBreakable(inner: Transport) {
  let broken = new AbortController();
  const breakable: Transport = {
    ...inner,
    send: (request) => inner.send(request.streaming === true ? { ...request, signal: AbortSignal.any([request.signal, broken.signal]) } : request),
  };
  return {
    transport: breakable,
    breakStreams(): void {
      broken.abort(new SillageError("unavailable", "Broken by the test"));
      broken = new AbortController();
    },
  };
}

function configMap(name: string, value: string): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name }, data: { value } };
}

function sorted(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.map(withoutManagedFields).toSorted((a, b) => (a.metadata.name ?? "").localeCompare(b.metadata.name ?? ""));
}

test("through random writes and lost connections the informer's cache ends equal to the list", { timeout: 60_000 }, async () => {
  const configMaps = await find("ConfigMap");
  const breakable = createBreakable(transport);
  const watching = createKubeClient({ transport: breakable.transport, clock: systemClock }, { userAgent: "informer-test" });
  const informer = createInformer({ client: watching, clock: systemClock, log: createLog({ level: "silent" }) }, { resource: configMaps, namespace });
  const replayed = new Map<string, KubeObject>();
  informer.onChange((change) => {
    if (change.type === "deleted") replayed.delete(change.object.metadata.name ?? "");
    else replayed.set(change.object.metadata.name ?? "", change.object);
  });
  const stop = new AbortController();
  const running = informer.run(stop.signal);
  await informer.synced;
  const steps = Array.from({ length: 300 }, (_, index) => index);
  await mapLimit(steps, { limit: 8, signal }, async (step) => {
    const name = `object-${step % 17}`;
    if (step % 5 === 4) await client.delete(configMaps, { namespace, name }, { signal });
    else await client.apply(configMaps, configMap(name, String(step)), { signal, fieldManager, force: true });
    if (step % 40 === 39) {
      breakable.breakStreams();
      await sleep(50, { clock: systemClock, signal });
    }
  });
  await eventually(async () => {
    const want = sorted((await client.fetchList(configMaps, { namespace, limit: 5, signal })).items);
    assert.deepEqual(sorted(informer.list()), want);
    assert.deepEqual(sorted([...replayed.values()]), want);
  });
  stop.abort();
  await running;
});

test("metadata-only and full lists name the same objects", async () => {
  const configMaps = await find("ConfigMap");
  const full = await client.fetchList(configMaps, { namespace, signal });
  const digest = await client.fetchList(configMaps, { namespace, metadataOnly: true, limit: 3, signal });
  const bare = full.items.map(({ apiVersion, kind, metadata }) => ({ apiVersion, kind, metadata }));
  assert.deepEqual(sorted(digest.items), sorted(bare));
});

test("a conflict between field managers is refused and can be forced", async () => {
  const configMaps = await find("ConfigMap");
  const object = configMap("contested", "1");
  await client.apply(configMaps, object, { signal, fieldManager: "one", force: false });
  const other = configMap("contested", "2");
  await assert.rejects(client.apply(configMaps, other, { signal, fieldManager: "two", force: false }), { code: "conflict", reason: "Conflict" });
  const forced = await client.apply(configMaps, other, { signal, fieldManager: "two", force: true });
  assert.deepEqual(forced["data"], { value: "2" });
  await client.delete(configMaps, { namespace, name: "contested" }, { signal });
});
