import type { Clock } from "../../async/index.ts";

export interface BeatOptions {
  readonly clock: Clock;
  /** How long nothing may come before there is a beat, asked anew each time. */
  readonly getWaitMs: () => number;
}

/** The items, and a `beat` whenever none has come for a while. The source is asked for one item at a time, and closed with the reader. */
export async function* withBeats<Item>(
  items: AsyncIterable<Item>,
  { clock, getWaitMs }: BeatOptions,
): AsyncGenerator<{ readonly kind: "item"; readonly item: Item } | { readonly kind: "beat" }> {
  const iterator = items[Symbol.asyncIterator]();
  let arrived: Promise<IteratorResult<Item>> | undefined;
  let wake = (): void => undefined;

  function pull(): void {
    const next = iterator.next();
    const settle = (): void => {
      arrived = next;
      wake();
    };
    next.then(settle, settle);
  }

  try {
    pull();
    for (;;) {
      if (arrived === undefined) await waitFor(clock, getWaitMs(), (callback) => (wake = callback));
      if (arrived === undefined) {
        yield { kind: "beat" };
        continue;
      }
      const result: IteratorResult<Item> = await arrived;
      if (result.done === true) return;
      arrived = undefined;
      yield { kind: "item", item: result.value };
      pull();
    }
  } finally {
    await iterator.return?.();
  }
}

/** Resolves after the time, or as soon as the callback it gives away is called. */
function waitFor(clock: Clock, waitMs: number, giveCallback: (callback: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(waitMs, resolve);
    giveCallback(() => {
      cancel();
      resolve();
    });
  });
}
