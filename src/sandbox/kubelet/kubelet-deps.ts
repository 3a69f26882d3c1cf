import type { Clock } from "../../async/index.ts";
import type { KubeClient } from "../../kube/index.ts";
import type { Caches, EventRecorder, Writer } from "../machinery/index.ts";

/** A simulated machine. */
export interface NodeSpec {
  readonly name: string;
  readonly ip: string;
  readonly cpu: string;
  readonly memory: string;
  readonly pods: number;
}

/** What the loops of the kubelet share. */
export interface KubeletDeps {
  readonly caches: Caches;
  readonly writer: Writer;
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly schedulerEvents: EventRecorder;
  /** By node name. */
  readonly nodes: ReadonlyMap<string, { readonly spec: NodeSpec; readonly events: EventRecorder }>;
}
