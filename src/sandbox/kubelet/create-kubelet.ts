import { createCaches, createEventRecorder, createWork, createWriter, type LogSource, type MachineryDeps, resources } from "../machinery/index.ts";
import { defaultPace, type Pace } from "./container/behavior.ts";
import { createRegistry, type Registry } from "./image/registry.ts";
import type { KubeletDeps, NodeSpec } from "./kubelet-deps.ts";
import { createLogSource } from "./logs/log-source.ts";
import { createNodeLoop } from "./node/node-loop.ts";
import { createPodHost } from "./pod/pod-host.ts";
import { createPodLoop } from "./pod/pod-loop.ts";
import { createSchedulerLoop } from "./scheduler/scheduler-loop.ts";

export interface KubeletOptions {
  /** Two of ordinary size when left out. */
  readonly nodes?: readonly NodeSpec[];
  /** Which images there are; by default all but those whose name says otherwise. */
  readonly registry?: Registry;
  /** How fast ordinary containers start and end. */
  readonly pace?: Pace;
}

/** The simulated machines of a cluster, and the scheduler that fills them. */
export interface Kubelet extends LogSource {
  /** Registers the nodes and runs their pods until the signal aborts and everything under way has ended. */
  run(signal: AbortSignal): Promise<void>;
}

const defaultNodes: readonly NodeSpec[] = [1, 2].map((index) => ({ name: `sandbox-node-${index}`, ip: `192.0.2.${10 + index}`, cpu: "16", memory: "64Gi", pods: 500 }));

/** An API client like any other: it runs in the sandbox's process as well as beside a real control plane. Nothing is executed. */
export function createKubelet(deps: MachineryDeps, options: KubeletOptions = {}): Kubelet {
  const { nodes = defaultNodes, registry = createRegistry(), pace = defaultPace } = options;
  const caches = createCaches(deps);
  const kubeletDeps: KubeletDeps = {
    caches,
    writer: createWriter(deps, caches),
    client: deps.client,
    clock: deps.clock,
    schedulerEvents: createEventRecorder(deps, { component: "default-scheduler" }),
    nodes: new Map(nodes.map((spec) => [spec.name, { spec, events: createEventRecorder(deps, { component: "kubelet", host: spec.name }) }])),
  };
  const host = createPodHost(kubeletDeps, { registry, pace });
  const work = createWork(deps, { caches, loops: [createNodeLoop(kubeletDeps), createSchedulerLoop(kubeletDeps), createPodLoop(kubeletDeps, host)] });
  const logs = createLogSource({ pods: caches.of(resources.pods), host, clock: deps.clock });
  return { run: (signal) => work.run(signal), readLogs: (request) => logs.readLogs(request) };
}
