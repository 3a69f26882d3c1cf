import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KubeObject } from "../../kube/index.ts";
import type { Log } from "../../log/index.ts";
import type { Change, Informer } from "../../runtime/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { createApplicationCache } from "./cache.ts";

const web: KubeObject = { ...buildApplication() };
const broken: KubeObject = { ...buildApplication({ name: "broken" }), spec: { destination: "nowhere" } };
const elsewhere: KubeObject = { ...buildApplication({ name: "other", namespace: "shop" }) };

function begin(version?: string) {
  const warnings: unknown[] = [];
  const handlers = new Set<(change: Change) => void>();
  const objects = [web, broken, elsewhere];
  const informer: Pick<Informer, "get" | "list" | "onChange" | "synced" | "getVersion"> = {
    synced: Promise.resolve(),
    getVersion: () => version,
    get: (namespace, name) => objects.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
    list: () => objects,
    onChange(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
  };
  const log = { warn: (_message, fields) => void warnings.push(fields?.["object"]) } satisfies Partial<Log> as unknown as Log;
  return { cache: createApplicationCache(informer as Informer, { isServed: (namespace) => namespace === "argocd", log }), handlers, warnings };
}

describe("createApplicationCache", () => {
  it("leaves out what cannot be read and says so once", () => {
    const { cache, warnings } = begin();
    const listed = [cache.list(), cache.list()].map((applications) => applications.map(({ metadata }) => metadata.name));
    assert.deepEqual([listed, cache.get({ namespace: "argocd", name: "broken" })], [[["web"], ["web"]], undefined]);
    assert.equal(cache.get({ namespace: "argocd", name: "web" }), cache.list()[0]);
    assert.deepEqual(warnings, ["Application/argocd/broken"]);
  });

  it("tells the changes of its namespace", () => {
    const { cache, handlers } = begin();
    const seen: string[] = [];
    const stop = cache.onChange(({ type, application }) => seen.push(`${type} ${application.metadata.name}`));
    const changes: readonly Change[] = [
      { type: "added", object: web },
      { type: "modified", object: web, previous: web },
      { type: "added", object: elsewhere },
      { type: "modified", object: broken, previous: broken },
      { type: "deleted", object: web },
    ];
    for (const change of changes) for (const handler of handlers) handler(change);
    assert.deepEqual(seen, ["ADDED web", "MODIFIED web", "DELETED web"]);
    stop();
    for (const handler of handlers) handler({ type: "added", object: web });
    assert.equal(seen.length, 3);
  });

  describe("listSince", () => {
    const at = (name: string, resourceVersion: string): KubeObject => ({ ...buildApplication({ name }), metadata: { name, namespace: "argocd", resourceVersion } });
    const told = [
      { type: "added", object: at("a", "10") },
      { type: "added", object: at("b", "12") },
      { type: "deleted", object: at("a", "15") },
    ] as const;

    async function beginAt(first: Change) {
      const { cache, handlers } = begin("11");
      const tell = (change: Change): void => handlers.forEach((handler) => handler(change));
      tell(first);
      await Promise.resolve();
      return { cache, tell };
    }

    it("tells deletions from the version on, and nothing of the time before the first list", async () => {
      const [first, ...later] = told;
      const { cache, tell } = await beginAt(first);
      for (const change of later) tell(change);
      const since = (version: string) => cache.listSince(version)?.map(({ type, application }) => `${type} ${application.metadata.name}`);
      assert.deepEqual([cache.getVersion(), since("11"), since("15"), since("16"), since("10"), since("none")], ["15", ["DELETED a"], ["DELETED a"], [], undefined, undefined]);
    });
  });
});
