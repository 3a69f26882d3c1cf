import type { LogEntry, LogQuery, ResourceNode } from "../../../api/index.ts";
import type { Clock } from "../../../async/index.ts";
import { describeError, isSillageError } from "../../../errors/index.ts";
import type { KubeClient } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { compareTimes, type LogLine, parseLogLine } from "./log-line.ts";
import { mergeLogs } from "./merge-logs.ts";

export interface LogDeps {
  readonly kube: Pick<KubeClient, "fetchLines">;
  readonly clock: Clock;
}

/** The lines of some pods, merged by time, then an entry that says that it was the last. A log that cannot be read says so in its place, unless it is the only one. */
export async function* followPods(ctx: Context, deps: LogDeps, { pods, query }: { readonly pods: readonly ResourceNode[]; readonly query: LogQuery }): AsyncGenerator<LogEntry> {
  const { clock } = deps;
  const reading = new AbortController();
  const signal = AbortSignal.any([ctx.signal, reading.signal]);
  const isWanted = createFilter(query);
  const { untilTime } = query;
  try {
    const logs = pods.map((pod) => readPod({ ...ctx, signal }, deps, { pod, query, isOnly: pods.length === 1 }));
    for await (const line of mergeLogs(logs, { clock, signal })) {
      if (untilTime !== undefined && compareTimes(line.timeStamp, untilTime) > 0) break;
      if (isWanted(line.content)) yield { ...toEntry(line), last: false };
    }
  } finally {
    reading.abort();
  }
  yield { ...toEntry({ podName: "", content: "", timeStamp: new Date(clock.now()).toISOString() }), last: true };
}

interface Reading {
  readonly pod: ResourceNode;
  readonly query: LogQuery;
  readonly isOnly: boolean;
}

async function* readPod({ signal }: Context, { kube, clock }: LogDeps, { pod, query, isOnly }: Reading): AsyncGenerator<LogLine> {
  let timeStamp = new Date(clock.now()).toISOString();
  try {
    for await (const text of kube.fetchLines(logPath(pod, query), { signal })) {
      const line = parseLogLine(text, pod.name) ?? { podName: pod.name, content: text, timeStamp };
      ({ timeStamp } = line);
      yield line;
    }
  } catch (error) {
    if (signal.aborted) return;
    if (isOnly || !isSillageError(error)) throw error;
    yield { podName: pod.name, content: describeError(error), timeStamp: new Date(clock.now()).toISOString() };
  }
}

function logPath({ namespace = "", name }: ResourceNode, { container, follow, previous, tailLines, sinceSeconds, sinceTime }: LogQuery): string {
  const query = new URLSearchParams({ timestamps: "true" });
  const parameters = { container, follow, previous, tailLines, sinceSeconds, sinceTime };
  for (const [key, value] of Object.entries(parameters)) if (value !== undefined && value !== false) query.set(key, String(value));
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log?${query.toString()}`;
}

function createFilter({ filter = "", matchCase = false }: LogQuery): (content: string) => boolean {
  const isInverse = filter.startsWith("!");
  const fold = (text: string): string => (matchCase ? text : text.toLowerCase());
  const literal = fold(isInverse ? filter.slice(1) : filter);
  return literal === "" ? () => true : (content) => fold(content).includes(literal) !== isInverse;
}

function toEntry({ podName, content, timeStamp }: LogLine): Omit<LogEntry, "last"> {
  const whole = new Date(timeStamp).toISOString().replace(/\.\d+Z$/, "Z");
  return { content, timeStamp: whole, timeStampStr: timeStamp, podName };
}
