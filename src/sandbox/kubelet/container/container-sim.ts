import type { EventNote } from "../../machinery/index.ts";
import type { Behavior, Exit } from "./behavior.ts";
import type { PullOutcome } from "../image/registry.ts";

/** One run of a container, past or present; what logs are made of. */
export interface Run {
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly code?: number;
  readonly reason?: string;
}

export type ContainerState =
  | { readonly kind: "created" }
  | { readonly kind: "pulling"; readonly sinceMs: number; readonly outcome: PullOutcome }
  | { readonly kind: "unpulled"; readonly reason: string; readonly message: string; readonly retryAtMs: number; readonly backoffAtMs?: number }
  | { readonly kind: "misconfigured"; readonly message: string; readonly retryAtMs: number }
  | { readonly kind: "starting"; readonly untilMs: number }
  | { readonly kind: "running"; readonly run: Run; readonly readyAtMs: number | undefined; readonly ready: boolean; readonly exit: Exit | undefined }
  | { readonly kind: "crashed"; readonly restartAtMs: number; readonly backoffMs: number }
  | { readonly kind: "ended"; readonly run: Run };

/** A simulated container: its state now and what its past means for the future. */
export interface ContainerSim {
  readonly name: string;
  readonly image: string;
  readonly role: "init" | "sidecar" | "main";
  readonly pullPolicy: string;
  readonly restartPolicy: string;
  readonly state: ContainerState;
  readonly restarts: number;
  readonly pullFailures: number;
  readonly imageId?: string;
  readonly previous?: Run;
}

/** What a container can ask of the world around it. */
export interface ContainerWorld {
  readonly nowMs: number;
  /** `pod_namespace(uid)`, as kubelet messages name a pod. */
  readonly podLabel: string;
  readonly behavior: Behavior;
  /** `undefined`: no registry can have such an image. */
  pull(): PullOutcome | undefined;
  /** The id of the image when the node has it already. */
  findImage(): string | undefined;
  /** The first reference to a Secret or ConfigMap that cannot be resolved. */
  findConfigProblem(): string | undefined;
}

export interface ContainerStep {
  readonly sim: ContainerSim;
  readonly notes: readonly EventNote[];
}
