import { LRUCache } from "lru-cache";
import { apiVersion, fieldManager } from "../../api/index.ts";
import { type Clock, mapLimit, sleep } from "../../async/index.ts";
import { describeError } from "../../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../../kube/index.ts";
import type { Context, Log } from "../../log/index.ts";
import type { EventFact, EventReason, EventSubject } from "./event.ts";

export interface EventRecorderDeps {
  readonly client: Pick<KubeClient, "create" | "patch">;
  readonly eventResource: ApiResource;
  readonly clock: Clock;
  readonly log: Log;
}

export interface EventRecorderOptions {
  /** Others are not told of. */
  readonly reasons: readonly EventReason[];
}

/** Kubernetes Events: said at once, written later. */
export interface EventRecorder {
  record(subject: EventSubject, fact: EventFact, labels?: Readonly<Record<string, string>>): void;
  /** Writes what was recorded until the signal aborts. */
  run(ctx: Context): Promise<void>;
}

interface Pending {
  readonly subject: EventSubject;
  readonly fact: EventFact;
  readonly labels: Readonly<Record<string, string>>;
  readonly firstMs: number;
  lastMs: number;
  count: number;
}

interface Written {
  readonly name: string;
  readonly count: number;
}

/** Events are written once nothing has happened for so long: until then a deployment has the API server for itself, and what happens again is one event. */
const quietMs = 500;
/** Where something always happens, they are written after this. */
const patienceMs = 30_000;
/** At most fifty a second, close together: written one by one over the second, each would take us twice the CPU. */
const batchSize = 50;
const batchPauseMs = 1_000;
const writesAtOnce = 4;
const maxPending = 10_000;
/** client-go's: the same event within ten minutes is counted, not written anew. */
const aggregationMs = 600_000;
/** client-go's spam filter: so many events about one object, then one more in five minutes. */
const burst = 25;
const refillMs = 300_000;

/** Events are for people to read: one that cannot be written, or is one too many, is left out, and nothing waits for any. */
export function createEventRecorder(deps: EventRecorderDeps, { reasons }: EventRecorderOptions): EventRecorder {
  const { clock } = deps;
  const pending = new Map<string, Pending>();
  const write = createWriter(deps);
  const budgets = createBudgets(clock);
  let wake = Promise.withResolvers<void>();
  let lastMs = 0;

  async function writeSome(ctx: Context, oldest: Pending): Promise<void> {
    const waitMs = Math.min(lastMs + quietMs, oldest.firstMs + patienceMs) - clock.now();
    if (waitMs > 0) return sleep(waitMs, { clock, signal: ctx.signal });
    const batch = [...pending].slice(0, batchSize);
    for (const [key] of batch) pending.delete(key);
    await mapLimit(batch, { limit: writesAtOnce, signal: ctx.signal }, ([key, event]) => write(ctx, key, event));
    if (pending.size > 0) await sleep(batchPauseMs, { clock, signal: ctx.signal });
  }

  return {
    record(subject, fact, labels = {}) {
      if (!reasons.includes(fact.reason)) return;
      const key = JSON.stringify([subject.kind, subject.namespace, subject.name, subject.uid, fact]);
      const known = pending.get(key);
      if (known !== undefined) Object.assign(known, { count: known.count + 1, lastMs: clock.now() });
      else if (pending.size < maxPending && budgets.take(`${subject.namespace}/${subject.kind}/${subject.name}`))
        pending.set(key, { subject, fact, labels, firstMs: clock.now(), lastMs: clock.now(), count: 1 });
      lastMs = clock.now();
      wake.resolve();
    },
    async run(ctx) {
      const stopped = new Promise<void>((resolve) => ctx.signal.addEventListener("abort", () => resolve(), { once: true }));
      try {
        while (!ctx.signal.aborted) {
          const [oldest] = pending.values();
          if (oldest !== undefined) await writeSome(ctx, oldest);
          else {
            await Promise.race([wake.promise, stopped]);
            wake = Promise.withResolvers();
          }
        }
      } catch (error) {
        if (!ctx.signal.aborted) throw error;
      }
    },
  };
}

/** Writes an event, or counts up the one that says the same. */
function createWriter({ client, eventResource, clock, log }: EventRecorderDeps): (ctx: Context, key: string, event: Pending) => Promise<void> {
  const written = new LRUCache<string, Written>({ max: 4_096, ttl: aggregationMs, perf: { now: () => clock.now() } });
  let sequence = 0;

  return async function write({ signal }, key, event) {
    const known = written.get(key);
    const { namespace, name } = event.subject;
    try {
      if (known === undefined) {
        const object = buildEvent(event, `${name.slice(0, 220)}.${event.firstMs.toString(16)}${(sequence++ % 4_096).toString(16).padStart(3, "0")}`);
        await client.create(eventResource, object, { signal, fieldManager });
        written.set(key, { name: object.metadata.name ?? "", count: event.count });
        return;
      }
      const count = known.count + event.count;
      await client.patch(eventResource, { namespace, name: known.name }, { count, lastTimestamp: format(event.lastMs) }, { signal, type: "merge", fieldManager });
      written.set(key, { ...known, count });
    } catch (error) {
      signal.throwIfAborted();
      written.delete(key);
      log.debug("Event not written", { error: describeError(error) });
    }
  };
}

/** How many more events there may be about an object. */
function createBudgets(clock: Clock): { take(key: string): boolean } {
  const budgets = new LRUCache<string, { readonly left: number; readonly atMs: number }>({ max: 8_192 });
  return {
    take(key) {
      const nowMs = clock.now();
      const { left, atMs } = budgets.get(key) ?? { left: burst, atMs: nowMs };
      const filled = Math.min(burst, left + (nowMs - atMs) / refillMs);
      if (filled < 1) return false;
      budgets.set(key, { left: filled - 1, atMs: nowMs });
      return true;
    },
  };
}

function buildEvent({ subject, fact, labels, firstMs, lastMs, count }: Pending, eventName: string): KubeObject {
  const { kind, namespace, name, uid, resourceVersion } = subject;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { namespace, name: eventName, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    involvedObject: { apiVersion, kind, namespace, name, ...(uid === undefined ? {} : { uid }), ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    ...fact,
    source: { component: "sillage" },
    firstTimestamp: format(firstMs),
    lastTimestamp: format(lastMs),
    count,
  };
}

/** Events have whole seconds. */
function format(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d+Z$/, "Z");
}
