import { mapLimit, systemClock, type Clock } from "../src/async/index.ts";
import { createHttpTransport, createKubeClient, loadKubeconfig, type ApiResource, type KubeClient, type KubeObject } from "../src/kube/index.ts";
import { createLog } from "../src/log/index.ts";
import { createInformerSet, type Informer, type InformerSet } from "../src/runtime/index.ts";

/** The cluster as the bench sees and drives it, apart from the product. */
export interface Rig {
  readonly client: KubeClient;
  readonly informers: InformerSet;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  find(object: { readonly apiVersion: string; readonly kind: string }): Promise<ApiResource>;
  /** The bare driver: server-side apply, 16 in flight, nothing else. Milliseconds until the last answer. */
  applyAll(objects: readonly KubeObject[]): Promise<number>;
  /** Waits until the condition holds, looking after changes of watched objects, those that came together at once. Milliseconds since the call. */
  until(condition: () => boolean, limitMs?: number): Promise<number>;
  close(): Promise<void>;
}

const inFlight = 16;

export async function openRig(kubeconfig: string): Promise<Rig> {
  const clock = systemClock;
  const lifetime = new AbortController();
  const { signal } = lifetime;
  const transport = createHttpTransport({ clock }, await loadKubeconfig({ path: kubeconfig }));
  const client = createKubeClient({ transport, clock }, { userAgent: "sillage-bench" });
  const informers = createInformerSet({ client, clock, log: createLog({ level: "warn" }) }, { optionsFor: () => ({}) });
  const running = informers.run(signal);

  async function find(object: { readonly apiVersion: string; readonly kind: string }): Promise<ApiResource> {
    const [version = "", group = ""] = object.apiVersion.split("/").toReversed();
    const resource = await client.discovery.findByKind({ group, version, kind: object.kind }, { signal });
    if (resource === undefined) throw new Error(`The cluster has no ${object.apiVersion} ${object.kind}`);
    return resource;
  }

  return {
    client,
    informers,
    clock,
    signal,
    find,
    async applyAll(objects) {
      const startMs = performance.now();
      await mapLimit(objects, { limit: inFlight, signal }, async (object) => client.apply(await find(object), object, { signal, fieldManager: "bench", force: true }));
      return performance.now() - startMs;
    },
    until(condition, limitMs = 120_000) {
      const startMs = performance.now();
      return new Promise((resolve, reject) => {
        let isDue = false;
        const stopListening = informers.onChange(() => {
          if (!isDue) setImmediate(check);
          isDue = true;
        });
        const cancel = clock.schedule(limitMs, () => {
          stopListening();
          reject(new Error(`Not reached within ${limitMs} ms`));
        });
        function check(): void {
          isDue = false;
          if (!condition()) return;
          stopListening();
          cancel();
          resolve(performance.now() - startMs);
        }
        check();
      });
    },
    async close() {
      lifetime.abort();
      await running;
      await transport.close();
    },
  };
}

/** A watched kind, once it has been read. */
export async function watchOne(rig: Rig, type: { readonly apiVersion: string; readonly kind: string }): Promise<Informer> {
  const informer = rig.informers.watch(await rig.find(type));
  await informer.synced;
  return informer;
}
