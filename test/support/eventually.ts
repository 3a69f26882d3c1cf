import { setTimeout as delay } from "node:timers/promises";

/** Repeats an assertion until it holds and returns its value; after the limit, fails as the last try did. */
export async function eventually<T>(assertion: () => T | Promise<T>, options: { readonly withinMs: number } = { withinMs: 10_000 }): Promise<T> {
  const deadline = Date.now() + options.withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(50);
  }
}
