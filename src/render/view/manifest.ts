import type { KubeObject } from "../../kube/index.ts";

/** Where an object was written: a path in the repository and the line its document starts on. */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

/** One desired object and where it comes from. */
export interface Manifest {
  readonly object: KubeObject;
  readonly origin: Origin;
}
