import { isNewer, type KubeObject } from "../../kube/index.ts";

export interface SeenOptions {
  /** The object as the cache has it. */
  readonly getObject: () => Pick<KubeObject, "metadata"> | undefined;
  /** Called after each change of the cache; returns the way to stop. */
  readonly onChange: (handler: () => void) => () => void;
  readonly signal: AbortSignal;
}

/** A watch that is broken for so long is no reason to keep the caller waiting: the write itself has succeeded. */
const patienceMs = 1_000;

/**
 * Resolves when the cache has what was just written, `undefined` for a deletion, so that whoever has changed something finds it changed. Comes back after a
 * second at the latest.
 */
export async function waitUntilSeen(written: Pick<KubeObject, "metadata"> | undefined, { getObject, onChange, signal }: SeenOptions): Promise<void> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const isSeen = (): boolean => {
    const seen = getObject();
    return written === undefined ? seen === undefined : seen !== undefined && !isNewer(written, seen);
  };
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = onChange(() => isSeen() && resolve());
  patience.addEventListener("abort", () => resolve(), { once: true });
  if (isSeen() || patience.aborted) resolve();
  await promise;
  stop();
}
