import type { SpanLink, Tracer } from "./tracer.ts";

/** Reconciles belong to the trace in which their key was asked for. */
export interface KeyFollower {
  added(key: string): void;
  reconcile<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Keeps with each waiting key for whose sake it waits: of several, the first. */
export function followKeys(tracer: Tracer): KeyFollower {
  const links = new Map<string, SpanLink>();
  return {
    added(key) {
      const link = tracer.current();
      if (link !== undefined && !links.has(key)) links.set(key, link);
    },
    reconcile(key, work) {
      const link = links.get(key);
      links.delete(key);
      return tracer.resume(link, work);
    },
  };
}
