import { type Clock, sleep } from "../../../async/index.ts";
import { SillageError } from "../../../errors/index.ts";
import { getList, getNumber, getString, type KubeObject } from "../../../kube/index.ts";
import type { Informer } from "../../../runtime/index.ts";
import type { ContainerSim, Run } from "../container/container-sim.ts";
import type { PodHost } from "../pod/pod-host.ts";
import type { LogRequest, LogSource } from "../../machinery/index.ts";
import { generateLines, type LogLine, type LogSubject, nextLineMs } from "./generate-lines.ts";

export interface LogSourceDeps {
  readonly pods: Informer;
  readonly host: PodHost;
  readonly clock: Clock;
}

export function createLogSource(deps: LogSourceDeps): LogSource {
  const { pods, host, clock } = deps;

  function find({ namespace, pod: name, ...request }: LogRequest): LogSubject {
    const pod = pods.get(namespace, name);
    if (pod === undefined) throw new SillageError("notFound", `pods "${name}" not found`, { reason: "NotFound" });
    const sims = host.get(pod.metadata.uid ?? "")?.containers ?? [];
    const container = request.container ?? chooseContainer(pod);
    const sim = sims.find((candidate) => candidate.name === container);
    if (sim === undefined && !isDeclared(pod, container)) throw new SillageError("invalid", `container ${container} is not valid for pod ${name}`);
    const run = sim === undefined ? undefined : runOf(sim, request.previous === true);
    if (run === undefined) throw new SillageError("invalid", describeAbsence({ pod: name, container, sim, previous: request.previous === true }));
    return { container, image: sim?.image ?? "", ports: portsOf(pod, container), run };
  }

  async function* follow(request: LogRequest, fromMs: number): AsyncGenerator<LogLine> {
    let sinceMs = fromMs;
    while (!request.signal.aborted) {
      const subject = find(request);
      const nowMs = clock.now();
      for (const line of generateLines(subject, nowMs)) if (line.atMs > sinceMs) yield line;
      sinceMs = nowMs;
      if (subject.run.endedMs !== undefined) return;
      await sleep(Math.min(1000, Math.max(1, nextLineMs(subject, nowMs) - nowMs)), { clock, signal: request.signal });
    }
  }

  async function* write(request: LogRequest, subject: LogSubject): AsyncGenerator<string> {
    const { sinceMs = Number.POSITIVE_INFINITY, tailLines = Number.POSITIVE_INFINITY, limitBytes = Number.POSITIVE_INFINITY } = request;
    const nowMs = clock.now();
    const present = generateLines(subject, nowMs).filter((line) => line.atMs >= nowMs - sinceMs);
    let budget = limitBytes;
    function* print(line: LogLine): Generator<string> {
      const text = `${request.timestamps === true ? `${new Date(line.atMs).toISOString()} ` : ""}${line.text}\n`.slice(0, budget);
      budget -= text.length;
      if (text !== "") yield text;
    }
    for (const line of present.slice(Math.max(0, present.length - tailLines))) yield* print(line);
    if (request.follow !== true || subject.run.endedMs !== undefined) return;
    try {
      for await (const line of follow(request, nowMs)) yield* print(line);
    } catch (error) {
      if (!request.signal.aborted && !(error instanceof SillageError)) throw error;
    }
  }

  return {
    async readLogs(request) {
      return write(request, find(request));
    },
  };
}

function chooseContainer(pod: KubeObject): string {
  const names = getList(pod, "spec", "containers").map((container) => getString(container, "name") ?? "");
  const preferred = pod.metadata.annotations?.["kubectl.kubernetes.io/default-container"];
  if (names.length > 1 && preferred === undefined)
    throw new SillageError("invalid", `a container name must be specified for pod ${pod.metadata.name ?? ""}, choose one of: [${names.join(" ")}]`);
  return preferred ?? names[0] ?? "";
}

function isDeclared(pod: KubeObject, name: string): boolean {
  return [...getList(pod, "spec", "containers"), ...getList(pod, "spec", "initContainers")].some((container) => getString(container, "name") === name);
}

function portsOf(pod: KubeObject, name: string): readonly number[] {
  const container = getList(pod, "spec", "containers").find((candidate) => getString(candidate, "name") === name);
  return getList(container, "ports").flatMap((port) => getNumber(port, "containerPort") ?? []);
}

function runOf(sim: ContainerSim, previous: boolean): Run | undefined {
  if (previous) return sim.previous;
  return sim.state.kind === "running" || sim.state.kind === "ended" ? sim.state.run : sim.previous;
}

interface Absence {
  readonly pod: string;
  readonly container: string;
  readonly sim: ContainerSim | undefined;
  readonly previous: boolean;
}

function describeAbsence({ pod, container, sim, previous }: Absence): string {
  if (previous) return `previous terminated container "${container}" in pod "${pod}" not found`;
  const reason =
    sim?.state.kind === "unpulled"
      ? `trying and failing to pull image`
      : `waiting to start: ${sim?.state.kind === "misconfigured" ? "CreateContainerConfigError" : "ContainerCreating"}`;
  return `container "${container}" in pod "${pod}" is ${reason}`;
}
