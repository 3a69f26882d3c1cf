/**
 * What a reader of a stream has not taken yet, at most one item for each key: a newer one replaces an older one, so a slow reader costs memory per key and
 * not per event.
 */
export interface PendingItems<Item> {
  offer(key: string, item: Item): void;
  /** The items in the order in which their keys have waited; ends when the signal aborts. */
  drain(signal: AbortSignal): AsyncGenerator<Item, void>;
}

/** `merge` makes one item of an older one, which has not been taken, and a newer one. */
export function createPendingItems<Item>(merge: (older: Item, newer: Item) => Item): PendingItems<Item> {
  const pending = new Map<string, Item>();
  let wake: (() => void) | undefined;

  async function* drain(signal: AbortSignal): AsyncGenerator<Item, void> {
    const stop = (): void => wake?.();
    signal.addEventListener("abort", stop, { once: true });
    try {
      while (!signal.aborted) {
        for (const [key, item] of pending) {
          pending.delete(key);
          yield item;
        }
        if (pending.size > 0 || signal.aborted) continue;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  return {
    offer(key, item) {
      const older = pending.get(key);
      pending.set(key, older === undefined ? item : merge(older, item));
      wake?.();
    },
    drain,
  };
}
