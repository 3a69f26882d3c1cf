import type { KubeObject } from "../../../kube/index.ts";

export interface LogRequest {
  readonly pod: KubeObject;
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly sinceSeconds: number | undefined;
  readonly limitBytes: number | undefined;
  readonly signal: AbortSignal;
}

/** Whoever runs the pods and so has their logs: the kubelet. Throws `invalid` when there is no such log. */
export type LogSource = (request: LogRequest) => AsyncIterable<Uint8Array>;
