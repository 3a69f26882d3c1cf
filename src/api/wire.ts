import type { InfoItem, RetryPolicy } from "./application-spec.ts";
import type { SyncResource, SyncStrategy } from "./operation.ts";

/** Body of `POST /api/v1/applications/{name}/sync`. */
export interface SyncRequest {
  readonly revision?: string;
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly strategy?: SyncStrategy;
  readonly resources?: readonly SyncResource[];
  readonly infos?: readonly InfoItem[];
  readonly retryStrategy?: RetryPolicy;
  readonly syncOptions?: { readonly items: readonly string[] };
}

/** Body of `POST /api/v1/applications/{name}/rollback`. */
export interface RollbackRequest {
  /** An entry of `status.history`, the first of which is 0; left out: the one before the current. */
  readonly id?: number;
  readonly dryRun?: boolean;
  readonly prune?: boolean;
}

/** Answer of `GET /api/v1/applications/{name}/revisions/{revision}/metadata`. */
export interface RevisionMetadata {
  readonly author: string;
  readonly date: string;
  readonly message: string;
  readonly tags?: readonly string[];
}

/** One item of `GET /api/v1/applications/{name}/managed-resources`: states are JSON texts, Secrets masked, `null` when absent. */
export interface ManagedResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly targetState: string;
  readonly liveState: string;
  readonly modified: boolean;
  readonly hook?: boolean;
}
