import { computeBackoffMs, sleep } from "../../async/index.ts";
import type { ApplicationEvent, SillageClient } from "../../client/index.ts";
import { isSillageError } from "../../errors/index.ts";
import type { CliDeps } from "../deps.ts";

const backoff = { baseMs: 500, factor: 2, maxMs: 10_000 };

interface Follow<T> {
  readonly name: string;
  readonly signal: AbortSignal;
  /** Told the state the application has now, then each change, until it answers. */
  readonly decide: (event: ApplicationEvent) => T | undefined;
}

/** The answer to what happens to an application. A server that goes away is waited for, as it may only be started anew; one that was never there is a failure. */
export async function followApplication<T>(client: SillageClient, deps: CliDeps, { name, signal, decide }: Follow<T>): Promise<T> {
  let isKnown = false;
  for (let failures = 0; ; failures += 1) {
    try {
      for await (const event of client.watchApplications({ name, signal })) {
        [isKnown, failures] = [true, 0];
        const answer = decide(event);
        if (answer !== undefined) return answer;
      }
    } catch (error) {
      if (!isKnown || signal.aborted || !isSillageError(error, "unavailable")) throw error;
    }
    if (failures === 0) deps.stderr.write("Lost the connection to the server, waiting for it to come back\n");
    await sleep(computeBackoffMs(failures, backoff), { clock: deps.clock, signal });
  }
}
