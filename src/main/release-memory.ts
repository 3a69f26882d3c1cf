import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Clock, sleep } from "../async/index.ts";

/** How long nothing may happen before memory is given back. */
const quietMs = 10_000;
/** Up to this share of a core, nothing happens. */
const quietShare = 0.02;

/**
 * Gives back what a burst of work took, once it is over: V8 collects only while it allocates, so a quiet process would keep its garbage for minutes. The
 * thorough way also lets go of code that is not used any more.
 */
export async function releaseMemory({ clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") return;
  for (let isDue = true; ;) {
    const before = process.cpuUsage();
    try {
      await sleep(quietMs, { clock, signal });
    } catch {
      return;
    }
    const { user, system } = process.cpuUsage(before);
    const isQuiet = user + system < quietShare * quietMs * 1000;
    if (isQuiet && isDue) collect({ type: "major", execution: "sync", flavor: "last-resort" });
    isDue = !isQuiet;
  }
}
