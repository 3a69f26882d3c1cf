import { sleep, type Clock } from "../../../async/index.ts";
import { compareTimes, type LogLine } from "./log-line.ts";

export interface MergeDeps {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** How long the lines of some pods wait for earlier ones of another. */
const patienceMs = 100;

interface Source {
  readonly iterator: AsyncIterator<LogLine>;
  /** Settles when `line`, `isOver` or `failure` is set; never rejects. */
  reading: Promise<void> | undefined;
  line: LogLine | undefined;
  isOver: boolean;
  failure: { readonly error: unknown } | undefined;
  /** Nobody waits for it until it says something again. */
  isQuiet: boolean;
}

/** The lines of all logs in the order of their times, as far as they are there: a log that says nothing for a while does not hold up the others. */
export async function* mergeLogs(logs: readonly AsyncIterable<LogLine>[], deps: MergeDeps): AsyncGenerator<LogLine> {
  const sources = logs.map((log): Source => ({ iterator: log[Symbol.asyncIterator](), reading: undefined, line: undefined, isOver: false, failure: undefined, isQuiet: false }));
  for (;;) {
    for (const source of sources) read(source);
    await waitForLines(sources, deps);
    for (const { failure } of sources) if (failure !== undefined) throw failure.error;
    const next = earliest(sources);
    if (next === undefined && sources.every(({ isOver }) => isOver)) return;
    if (next?.line === undefined) continue;
    const { line } = next;
    next.line = undefined;
    yield line;
  }
}

function read(source: Source): void {
  if (source.isOver || source.line !== undefined || source.reading !== undefined) return;
  source.reading = readNext(source);
}

async function readNext(source: Source): Promise<void> {
  try {
    const { done, value } = await source.iterator.next();
    if (done === true) source.isOver = true;
    else source.line = value;
  } catch (error) {
    source.failure = { error };
  }
  source.reading = undefined;
  source.isQuiet = false;
}

async function waitForLines(sources: readonly Source[], { clock, signal }: MergeDeps): Promise<void> {
  const waiting = sources.filter(({ reading }) => reading !== undefined);
  const readings = (some: readonly Source[]): Promise<void>[] => some.flatMap(({ reading }) => reading ?? []);
  const hasLine = sources.some(({ line }) => line !== undefined);
  if (!hasLine && waiting.length > 0) await Promise.race(readings(waiting));
  const awaited = waiting.filter(({ reading, isQuiet }) => reading !== undefined && !isQuiet);
  if (awaited.length === 0) return;
  const timer = new AbortController();
  await Promise.race([Promise.all(readings(awaited)), sleep(patienceMs, { clock, signal: AbortSignal.any([signal, timer.signal]) }).catch(() => undefined)]);
  timer.abort();
  for (const source of awaited) source.isQuiet = source.reading !== undefined;
}

function earliest(sources: readonly Source[]): Source | undefined {
  let found: Source | undefined;
  for (const source of sources) {
    if (source.line === undefined) continue;
    if (found?.line === undefined || compareTimes(source.line.timeStamp, found.line.timeStamp) < 0) found = source;
  }
  return found;
}
