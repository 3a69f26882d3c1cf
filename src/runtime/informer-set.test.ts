import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../async/index.ts";
import type { ApiResource, KubeObject, WatchEvent, WatchOptions } from "../kube/index.ts";
import { createLog } from "../log/index.ts";
import { createInformerSet } from "./informer-set.ts";

function resourceOf(kind: string): ApiResource {
  return { group: "", version: "v1", kind, resource: `${kind.toLowerCase()}s`, namespaced: true, verbs: [], subresources: [], shortNames: [], categories: [], singular: "" };
}

function objectOf(kind: string): KubeObject {
  return { apiVersion: "v1", kind, metadata: { namespace: "shop", name: "one", uid: kind, resourceVersion: "1" } };
}

test("informers begin when asked for, merge their changes and stop when no longer wanted", async () => {
  const clock = createManualClock();
  const watching = new Set<string>();
  const client = {
    fetchList: async (resource: ApiResource) => ({ resourceVersion: "1", items: [objectOf(resource.kind)] }),
    async *watch(resource: ApiResource, { signal }: WatchOptions): AsyncGenerator<WatchEvent> {
      watching.add(resource.kind);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      watching.delete(resource.kind);
      yield { type: "DELETED", object: objectOf(resource.kind) };
    },
  };
  const informers = createInformerSet({ client, clock, log: createLog({ level: "silent" }) }, { optionsFor: () => ({}) });
  const changes: string[] = [];
  informers.onChange((change, resource) => changes.push(`${change.type} ${resource.kind}`));
  const [pod, secret, service] = ["Pod", "Secret", "Service"].map(resourceOf) as [ApiResource, ApiResource, ApiResource];

  const early = informers.watch(pod);
  const stop = new AbortController();
  const running = informers.run(stop.signal);
  await informers.watch(secret).synced;
  await clock.advance(0);
  assert.equal(informers.watch(pod), early);
  assert.equal(informers.get(service), undefined);
  assert.deepEqual([...watching], ["Pod", "Secret"]);
  assert.deepEqual(changes, ["added Pod", "added Secret"]);

  informers.retain([secret, service]);
  await clock.advance(0);
  assert.equal(informers.get(pod), undefined);
  assert.deepEqual([...watching], ["Secret"]);

  stop.abort();
  await running;
  assert.deepEqual([...watching], []);
});
