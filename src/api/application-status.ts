import type { ApplicationSource } from "./application-source.ts";
import type { Destination, IgnoreRule } from "./application-spec.ts";
import type { InitiatedBy, Operation } from "./operation.ts";

export type SyncStatusCode = "Synced" | "OutOfSync" | "Unknown";
export type HealthStatusCode = "Healthy" | "Suspended" | "Progressing" | "Missing" | "Degraded" | "Unknown";
export type OperationPhase = "Running" | "Terminating" | "Failed" | "Error" | "Succeeded";
export type SyncPhase = "PreSync" | "Sync" | "PostSync" | "SyncFail";
export type HookType = SyncPhase | "Skip" | "PreDelete" | "PostDelete";
export type ResultCode = "Synced" | "SyncFailed" | "Pruned" | "PruneSkipped";
export type SourceType = "Helm" | "Kustomize" | "Directory" | "Plugin";
export type ConditionType =
  | "DeletionError"
  | "InvalidSpecError"
  | "ComparisonError"
  | "SyncError"
  | "UnknownError"
  | "SharedResourceWarning"
  | "RepeatedResourceWarning"
  | "ExcludedResourceWarning"
  | "OrphanedResourceWarning"
  /** Ours: a sync window keeps automation from syncing. */
  | "SyncBlocked"
  /** Ours: the deletion waits for a person to agree to it. */
  | "DeletionBlocked"
  /** Ours: automated sync holds an older revision since a person rolled back. */
  | "RolledBack";

/** What the controller last saw. Every field is absent until it has looked. */
export interface ApplicationStatus {
  readonly sync?: SyncStatus;
  readonly health?: ApplicationHealth;
  readonly resources?: readonly ResourceStatus[];
  readonly history?: readonly RevisionHistory[];
  readonly operationState?: OperationState;
  readonly conditions?: readonly ApplicationCondition[];
  readonly summary?: ApplicationSummary;
  readonly sourceType?: SourceType;
  readonly sourceTypes?: readonly SourceType[];
  readonly reconciledAt?: string;
  readonly controllerNamespace?: string;
  /** Ours: set while automated sync stays on an older revision because a person rolled back. */
  readonly rollback?: Rollback;
}

export interface Rollback {
  /** What it stays on. */
  readonly to: RevisionRef;
  /** What is held back; anything newer ends the rollback. */
  readonly from: RevisionRef;
  readonly startedAt: string;
  readonly initiatedBy?: InitiatedBy;
}

/** Sources at a commit each; singular for an application with one source. */
export interface RevisionRef {
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly source?: ApplicationSource;
  readonly sources?: readonly ApplicationSource[];
}

export interface HealthStatus {
  readonly status: HealthStatusCode;
  readonly message?: string;
}

export interface ApplicationHealth extends HealthStatus {
  readonly lastTransitionTime?: string;
}

export interface SyncStatus {
  readonly status: SyncStatusCode;
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly comparedTo?: ComparedTo;
}

export interface ComparedTo {
  readonly source?: ApplicationSource;
  readonly sources?: readonly ApplicationSource[];
  readonly destination: Destination;
  readonly ignoreDifferences?: readonly IgnoreRule[];
}

export interface ResourceStatus {
  readonly group?: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Absent for hooks. */
  readonly status?: SyncStatusCode;
  readonly health?: HealthStatus;
  readonly hook?: boolean;
  readonly requiresPruning?: boolean;
  /** `Prune=confirm` or `Delete=confirm` holds for it. */
  readonly requiresDeletionConfirmation?: boolean;
  readonly syncWave?: number;
}

export interface RevisionHistory {
  readonly id: number;
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly source?: ApplicationSource;
  readonly sources?: readonly ApplicationSource[];
  readonly deployStartedAt?: string;
  readonly deployedAt: string;
  readonly initiatedBy?: InitiatedBy;
}

/** The running or last operation. `Running` with `finishedAt` set means: waiting for a retry. */
export interface OperationState {
  readonly operation: Operation;
  readonly phase: OperationPhase;
  readonly message?: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly retryCount?: number;
  readonly syncResult?: SyncOperationResult;
}

export interface SyncOperationResult {
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly source?: ApplicationSource;
  readonly sources?: readonly ApplicationSource[];
  readonly resources?: readonly ResourceResult[];
}

/** What a sync did to one object. */
export interface ResourceResult {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status?: ResultCode;
  readonly message?: string;
  readonly hookType?: HookType;
  readonly hookPhase?: OperationPhase;
  readonly syncPhase?: SyncPhase;
}

export interface ApplicationCondition {
  readonly type: ConditionType;
  readonly message: string;
  readonly lastTransitionTime?: string;
}

export interface ApplicationSummary {
  readonly externalURLs?: readonly string[];
  readonly images?: readonly string[];
}
