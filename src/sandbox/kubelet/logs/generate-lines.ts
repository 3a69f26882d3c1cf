import type { Run } from "../container/container-sim.ts";

export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

export interface LogSubject {
  readonly container: string;
  readonly image: string;
  readonly ports: readonly number[];
  readonly run: Run;
}

const heartbeatMs = 10_000;

/** What a container that does not really run would have written until `untilMs`: a start, a sign of life every ten seconds, an end. */
export function generateLines({ container, image, ports, run }: LogSubject, untilMs: number): readonly LogLine[] {
  const endMs = Math.min(untilMs, run.endedMs ?? untilMs);
  const lines: LogLine[] = [
    { atMs: run.startedMs, text: `${container} starting from ${image} (simulated by the Sillage sandbox)` },
    { atMs: run.startedMs + 20, text: "configuration loaded" },
    ...ports.map((port) => ({ atMs: run.startedMs + 50, text: `listening on :${port}` })),
  ];
  for (let atMs = run.startedMs + heartbeatMs; atMs <= endMs; atMs += heartbeatMs) lines.push({ atMs, text: `still alive, up ${(atMs - run.startedMs) / 1000}s` });
  const written = lines.filter((line) => line.atMs <= endMs);
  return run.endedMs === undefined || run.endedMs > untilMs ? written : [...written, ...describeEnd(run, run.endedMs)];
}

/** When the run writes its next line after `afterMs`. */
export function nextLineMs(subject: LogSubject, afterMs: number): number {
  const horizonMs = afterMs + heartbeatMs + 50;
  return generateLines(subject, horizonMs).find((line) => line.atMs > afterMs)?.atMs ?? horizonMs;
}

function describeEnd(run: Run, atMs: number): readonly LogLine[] {
  if (run.code === 0) return [{ atMs, text: "done" }];
  const texts = [
    `fatal: ${run.reason === "OOMKilled" ? "out of memory" : "simulated failure"}`,
    "    at main (/app/main.js:42:13)",
    "    at start (/app/server.js:7:3)",
    `exit status ${run.code ?? 1}`,
  ];
  return texts.map((text) => ({ atMs, text }));
}
