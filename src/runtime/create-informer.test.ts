import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { createKubeClient, type ApiResource, type KubeObject, type Transport, type TransportRequest, type TransportResponse } from "../kube/index.ts";
import { createLog } from "../log/index.ts";
import { createInformer, type InformerOptions } from "./create-informer.ts";
import type { Change } from "./informer.ts";

const resource: ApiResource = {
  group: "",
  version: "v1",
  kind: "ConfigMap",
  resource: "configmaps",
  namespaced: true,
  verbs: [],
  subresources: [],
  shortNames: [],
  categories: [],
  singular: "configmap",
};

interface HistoryEntry {
  readonly version: number;
  readonly line: string;
}

/** As much of an API server as an informer sees, with faults on demand. */
function createFakeApi() {
  let version = 0;
  let compacted = 0;
  let refusing = false;
  const objects = new Map<string, KubeObject>();
  const history: HistoryEntry[] = [];
  const watches = new Set<{ push(line: string): void; end(error?: Error): void }>();
  const requests: string[] = [];

  function record(type: string, object: KubeObject): void {
    const entry = { version, line: JSON.stringify({ type, object }) };
    history.push(entry);
    for (const watch of watches) watch.push(entry.line);
  }

  function put(name: string, value: string, uid = `uid-${name}`): void {
    version += 1;
    const metadata = { namespace: "shop", name, uid, resourceVersion: String(version), managedFields: [] };
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { value } };
    const type = objects.has(name) ? "MODIFIED" : "ADDED";
    objects.set(name, object);
    record(type, object);
  }

  function remove(name: string): void {
    const object = objects.get(name);
    if (object === undefined) return;
    version += 1;
    objects.delete(name);
    record("DELETED", { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } });
  }

  async function* stream(from: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const lines = history.filter((entry) => entry.version > from).map((entry) => entry.line);
    if (from < compacted) {
      yield Buffer.from(`${JSON.stringify({ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired", message: "too old resource version" } })}\n`);
      return;
    }
    let wake = Promise.withResolvers<void>();
    let ended: { readonly error: Error | undefined } | undefined;
    const watch = {
      push(line: string): void {
        lines.push(line);
        wake.resolve();
      },
      end(error?: Error): void {
        watches.delete(watch);
        ended ??= { error };
        wake.resolve();
      },
    };
    signal.addEventListener("abort", () => watch.end(signal.reason));
    watches.add(watch);
    for (;;) {
      for (const line of lines.splice(0)) yield Buffer.from(`${line}\n`);
      if (ended?.error !== undefined) throw ended.error;
      if (ended !== undefined) return;
      await wake.promise;
      wake = Promise.withResolvers();
    }
  }

  async function* whole(document: unknown): AsyncGenerator<Uint8Array> {
    yield Buffer.from(JSON.stringify(document));
  }

  function answer(request: TransportRequest): TransportResponse {
    const url = new URL(request.path, "http://api");
    const watching = url.searchParams.get("watch") === "true";
    requests.push(watching ? `watch ${url.searchParams.get("resourceVersion")}` : "list");
    if (refusing) return { status: 500, headers: {}, body: whole({ kind: "Status", message: "etcd is away", reason: "InternalError" }) };
    if (watching) return { status: 200, headers: {}, body: stream(Number(url.searchParams.get("resourceVersion")), request.signal) };
    const items = [...objects.values()].map(({ apiVersion: _a, kind: _k, ...item }) => item);
    return { status: 200, headers: {}, body: whole({ metadata: { resourceVersion: String(version) }, items }) };
  }

  const transport: Transport = {
    async send(request) {
      const response = answer(request);
      await Promise.resolve();
      request.signal.throwIfAborted();
      return response;
    },
    close: async () => undefined,
  };
  return {
    transport,
    requests,
    put,
    remove,
    objects,
    bookmark(at: number): void {
      for (const watch of watches) watch.push(JSON.stringify({ type: "BOOKMARK", object: { metadata: { resourceVersion: String(at) } } }));
    },
    compact(): void {
      compacted = version;
    },
    refuse(refuse: boolean): void {
      refusing = refuse;
    },
    /** Ends all watches: as the server does after a while, or as a broken connection. */
    disconnect(how: "ended" | "broken"): void {
      for (const watch of watches) watch.end(how === "broken" ? new SillageError("unavailable", "reset") : undefined);
    },
  };
}

function startInformer(t: { after(fn: () => Promise<void>): void }, options: Partial<InformerOptions> = {}) {
  const clock = createManualClock();
  const api = createFakeApi();
  const client = createKubeClient({ transport: api.transport, clock, random: () => 0 }, { userAgent: "test" });
  const informer = createInformer({ client, clock, log: createLog({ level: "silent" }), random: () => 0 }, { resource, ...options });
  const changes: string[] = [];
  informer.onChange((change) => changes.push(describeChange(change)));
  const stop = new AbortController();
  const running = informer.run(stop.signal);
  t.after(async () => {
    stop.abort();
    await running;
  });
  return { clock, api, informer, changes, stop, running };
}

function describeChange(change: Change): string {
  return `${change.type} ${change.object.metadata.name}=${valueOf(change.object)}${change.type === "modified" ? ` was ${valueOf(change.previous)}` : ""}`;
}

function valueOf(object: KubeObject): string {
  return (object["data"] as { readonly value: string }).value;
}

test("lists, then follows the watch, and stores objects without managedFields", async (t) => {
  const { clock, api, informer, changes } = startInformer(t);
  api.put("a", "1");
  await clock.advance(0);
  await informer.synced;
  api.put("a", "2");
  api.put("b", "1");
  api.remove("a");
  await clock.advance(0);
  assert.deepEqual(changes, ["added a=1", "modified a=2 was 1", "added b=1", "deleted a=2"]);
  assert.deepEqual(informer.list(), [
    { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: "shop", name: "b", uid: "uid-b", resourceVersion: "3" }, data: { value: "1" } },
  ]);
  assert.equal(informer.get("shop", "b"), informer.list("shop")[0]);
  assert.equal(informer.get("other", "b"), undefined);
  assert.deepEqual(informer.list("other"), []);
});

test("a watch that ends is resumed from the last event or bookmark, without another list", async (t) => {
  const { clock, api, changes } = startInformer(t);
  await clock.advance(0);
  api.put("a", "1");
  api.bookmark(7);
  await clock.advance(2000);
  api.disconnect("ended");
  await clock.advance(0);
  assert.deepEqual(api.requests, ["list", "watch 0", "watch 7"]);
  assert.deepEqual(changes, ["added a=1"]);
});

test("a lost connection is resumed once, then the list is read again", async (t) => {
  const { clock, api, informer } = startInformer(t);
  await clock.advance(2000);
  api.refuse(true);
  api.disconnect("broken");
  await clock.advance(10_000);
  assert.deepEqual(api.requests.slice(0, 4), ["list", "watch 0", "watch 0", "list"]);
  assert.match(informer.getFailure()?.message ?? "", /Cannot list ConfigMap: etcd is away/);
  api.refuse(false);
  await clock.advance(60_000);
  assert.equal(informer.getFailure(), undefined);
  assert.equal(api.requests.at(-1), "watch 0");
});

test("after a 410 what changed meanwhile is found by listing, deletions included", async (t) => {
  const { clock, api, changes, informer } = startInformer(t);
  for (const name of ["kept", "changed", "gone", "replaced"]) api.put(name, "1");
  await clock.advance(2000);
  changes.length = 0;
  api.disconnect("ended");
  api.put("changed", "2");
  api.remove("gone");
  api.remove("replaced");
  api.put("replaced", "2", "another uid");
  api.put("new", "1");
  api.compact();
  await clock.advance(1000);
  assert.deepEqual(changes, ["deleted gone=1", "modified changed=2 was 1", "deleted replaced=1", "added replaced=2", "added new=1"]);
  assert.equal(informer.list().length, 4);
});

test("indexes follow the objects", async (t) => {
  const { clock, api, informer } = startInformer(t, { indexes: { value: (object) => [valueOf(object)] } });
  api.put("a", "x");
  api.put("b", "x");
  await clock.advance(0);
  api.put("b", "y");
  await clock.advance(0);
  const names = (value: string) => informer.listByIndex("value", value).map((object) => object.metadata.name);
  assert.deepEqual([names("x"), names("y"), names("z")], [["a"], ["b"], []]);
});

test("a handler that throws disturbs neither the cache nor the other handlers", async (t) => {
  const { clock, api, informer } = startInformer(t);
  const seen: string[] = [];
  informer.onChange(() => {
    throw new Error("broken handler");
  });
  const unsubscribe = informer.onChange((change) => seen.push(describeChange(change)));
  api.put("a", "1");
  await clock.advance(0);
  unsubscribe();
  api.put("b", "1");
  await clock.advance(0);
  assert.deepEqual(seen, ["added a=1"]);
  assert.equal(informer.list().length, 2);
});

test("whoever waits for the first list learns of an abort", async (t) => {
  const { informer, stop, running } = startInformer(t);
  stop.abort(new Error("stopping"));
  await running;
  await assert.rejects(informer.synced, { message: "stopping" });
});

test("random writes, disconnects and compactions leave the cache equal to the list", async (t) => {
  const { clock, api, informer } = startInformer(t);
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const replayed = new Map<string, string>();
  const wrong: string[] = [];
  informer.onChange((change) => {
    const name = change.object.metadata.name ?? "";
    if (replayed.has(name) !== (change.type !== "added")) wrong.push(`${change.type} ${name}`);
    if (change.type === "deleted") replayed.delete(name);
    else replayed.set(name, valueOf(change.object));
  });
  for (let step = 0; step < 2000; step += 1) {
    const name = `object-${random(20)}`;
    const action = random(100);
    if (action < 60) api.put(name, String(step), `uid-${name}-${random(2)}`);
    else if (action < 80) api.remove(name);
    else if (action < 84) api.disconnect("ended");
    else if (action < 88) api.disconnect("broken");
    else if (action < 90) api.compact();
    else if (action < 91) api.refuse(true);
    else if (action < 94) api.refuse(false);
    else await clock.advance(random(3000));
  }
  api.refuse(false);
  await clock.advance(120_000);
  const want = Object.fromEntries([...api.objects].map(([name, object]) => [name, valueOf(object)]));
  assert.deepEqual(Object.fromEntries(informer.list().map((object) => [object.metadata.name, valueOf(object)])), want);
  assert.deepEqual(Object.fromEntries(replayed), want);
  assert.deepEqual(wrong, []);
});
