import { LRUCache } from "lru-cache";
import { isSillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { MachineryDeps } from "./caches.ts";
import { resources } from "./resources.ts";
import { formatTime } from "./time.ts";

export interface EventNote {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** Part of the object, such as `spec.containers{web}`. */
  readonly fieldPath?: string;
}

/** Tells people what happened to an object, as core/v1 Events. The same note again raises the count of the first. */
export interface EventRecorder {
  /** Never throws for what the server says: an event that cannot be written is dropped. */
  record(object: KubeObject, note: EventNote, options: { readonly signal: AbortSignal }): Promise<void>;
}

interface Told {
  readonly name: string;
  readonly count: number;
}

const rememberedEvents = 4096;

export function createEventRecorder(deps: Pick<MachineryDeps, "client" | "clock" | "log">, source: { readonly component: string; readonly host?: string }): EventRecorder {
  const { client, clock, log } = deps;
  const told = new LRUCache<string, Told>({ max: rememberedEvents });
  let sequence = 0;

  async function write(object: KubeObject, note: EventNote, signal: AbortSignal): Promise<void> {
    const namespace = object.metadata.namespace ?? "default";
    const key = [object.metadata.uid, note.fieldPath, note.type, note.reason, note.message].join("\n");
    const known = told.get(key);
    const now = formatTime(clock.now());
    if (known !== undefined) {
      const count = known.count + 1;
      told.set(key, { ...known, count });
      await client.patch(resources.events, { namespace, name: known.name }, { count, lastTimestamp: now }, { type: "merge", signal });
      return;
    }
    sequence += 1;
    const name = `${object.metadata.name ?? ""}.${(clock.now() * 1000 + (sequence % 1000)).toString(16)}`;
    told.set(key, { name, count: 1 });
    const { fieldPath, ...what } = note;
    const involvedObject = {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.metadata.name,
      namespace: object.metadata.namespace,
      uid: object.metadata.uid,
      resourceVersion: object.metadata.resourceVersion,
      ...(fieldPath === undefined ? {} : { fieldPath }),
    };
    const times = { firstTimestamp: now, lastTimestamp: now, count: 1 };
    const event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name, namespace },
      involvedObject,
      ...what,
      ...times,
      source,
      reportingComponent: source.component,
      reportingInstance: source.host ?? "",
    };
    await client.create(resources.events, event, { signal });
  }

  return {
    async record(object, note, { signal }) {
      try {
        await write(object, note, signal);
      } catch (error) {
        if (signal.aborted || !isSillageError(error)) throw error;
        log.debug("Event dropped", { reason: note.reason, object: object.metadata.name, error: error.message });
      }
    },
  };
}
