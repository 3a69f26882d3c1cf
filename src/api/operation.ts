import type { ApplicationSource } from "./application-source.ts";
import type { InfoItem, RetryPolicy } from "./application-spec.ts";

/** One sync, as asked for by a person, by the API or by automation. */
export interface Operation {
  readonly sync?: SyncOperation;
  readonly initiatedBy?: InitiatedBy;
  readonly info?: readonly InfoItem[];
  readonly retry?: RetryPolicy;
}

export interface InitiatedBy {
  readonly username?: string;
  readonly automated?: boolean;
}

export interface SyncOperation {
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly prune?: boolean;
  readonly dryRun?: boolean;
  /** Absent means `hook`. */
  readonly syncStrategy?: SyncStrategy;
  /** Only these objects; hooks do not run then. */
  readonly resources?: readonly SyncResource[];
  /** Sync from this source instead of the one in the spec: a rollback. */
  readonly source?: ApplicationSource;
  readonly sources?: readonly ApplicationSource[];
  readonly syncOptions?: readonly string[];
  /** JSON texts to sync instead of what the sources give. */
  readonly manifests?: readonly string[];
  readonly autoHealAttemptsCount?: number;
}

export interface SyncStrategy {
  readonly apply?: { readonly force?: boolean };
  readonly hook?: { readonly force?: boolean };
}

export interface SyncResource {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}
