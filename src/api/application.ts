import type { ObjectMeta } from "../kube/index.ts";
import type { ApplicationSpec } from "./application-spec.ts";
import type { ApplicationStatus } from "./application-status.ts";
import type { Operation } from "./operation.ts";

/** A unit of delivery: where its manifests come from, where they go, and how they are kept equal. */
export interface Application {
  readonly apiVersion: string;
  readonly kind: "Application";
  readonly metadata: ObjectMeta;
  readonly spec: ApplicationSpec;
  /** A wish to sync; the controller takes it away when it has done so. */
  readonly operation?: Operation;
  readonly status: ApplicationStatus;
}
