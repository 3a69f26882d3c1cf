import type { InfoItem, RetryPolicy } from "./application-spec.ts";
import type { SyncResource, SyncStrategy } from "./operation.ts";

/** Body of `POST /api/v1/applications/{name}/sync`. */
export interface SyncRequest {
  readonly revision?: string;
  /** For the sources at `sourcePositions`, in the same order. */
  readonly revisions?: readonly string[];
  /** The first source is 1. */
  readonly sourcePositions?: readonly number[];
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly strategy?: SyncStrategy;
  /** Only these objects; with `exclude`, all but these. An excluding entry may contain `*`. */
  readonly resources?: readonly (SyncResource & { readonly exclude?: boolean })[];
  readonly infos?: readonly InfoItem[];
  readonly retryStrategy?: RetryPolicy;
  readonly syncOptions?: { readonly items?: readonly string[] };
  /** JSON texts to sync instead of what Git has: the working copy of a person. */
  readonly manifests?: readonly string[];
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
  /** As declared in Git. */
  readonly targetState: string;
  /** As the cluster has it. */
  readonly liveState: string;
  /** What is compared: live, and live after a sync, without what the server keeps for itself. A difference of these two is what a sync would change. */
  readonly normalizedLiveState: string;
  readonly predictedLiveState: string;
  readonly resourceVersion?: string;
  readonly modified: boolean;
  readonly hook?: boolean;
}

/** One object of an application, in the words of `…/resource`. */
export interface ResourceQuery {
  readonly group?: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly resourceName: string;
}

/** What can be done with an object beside changing it by hand. */
export interface ResourceAction {
  readonly name: string;
  readonly disabled?: boolean;
  readonly displayName?: string;
  readonly params?: readonly ResourceActionParameter[];
}

export interface ResourceActionParameter {
  readonly name: string;
  readonly value?: string;
  readonly type?: string;
  readonly default?: string;
}

/** One line of a log. The last entry of a stream has `last` and no content. */
export interface LogEntry {
  readonly content: string;
  /** RFC 3339, whole seconds. */
  readonly timeStamp: string;
  /** As the container runtime wrote it. */
  readonly timeStampStr: string;
  readonly podName: string;
  readonly last: boolean;
}

/** Which logs of an application, and how much of them. */
export interface LogQuery {
  readonly podName?: string;
  readonly container?: string;
  readonly namespace?: string;
  readonly group?: string;
  readonly kind?: string;
  /** The pod, or something it belongs to. */
  readonly resourceName?: string;
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly sinceTime?: string;
  readonly untilTime?: string;
  /** Only lines that contain this; with a `!` before it, those that do not. */
  readonly filter?: string;
  readonly matchCase?: boolean;
}

/** Answer of `GET /api/v1/applications/{name}/syncwindows`. */
export interface ApplicationWindows {
  readonly activeWindows: readonly ApplicationWindow[];
  readonly assignedWindows: readonly ApplicationWindow[];
  /** Whether a person may sync now. */
  readonly canSync: boolean;
}

export interface ApplicationWindow {
  readonly kind: string;
  readonly schedule: string;
  readonly duration: string;
  readonly manualSync: boolean;
}
