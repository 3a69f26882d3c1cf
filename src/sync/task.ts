import type { HookType, ResourceResult, SyncOperation, SyncPhase, SyncStatusCode } from "../api/index.ts";
import type { FieldDifference } from "../diff/index.ts";
import type { ApiResource, KubeObject, ObjectKey } from "../kube/index.ts";
import type { DesiredObject } from "./desired.ts";

/** One object, desired against live. Without `desired` it is ours and no longer wanted; without `live` it is missing. */
export interface ComparedObject {
  readonly id: string;
  readonly key: ObjectKey;
  readonly resource: ApiResource | undefined;
  readonly desired?: DesiredObject;
  readonly live?: KubeObject;
  readonly status: SyncStatusCode;
  readonly differences: readonly FieldDifference[];
  /** Why the server, or the project, would refuse it. */
  readonly problem?: string;
  /** The project does not permit it. */
  readonly isForbidden?: true;
  /** The application that owns it, when that is another one which wants it too. */
  readonly sharedWith?: string;
}

/** Everything one operation decides from. */
export interface SyncInput {
  /** Start of the operation, RFC 3339. */
  readonly startedAt: string;
  /** Identifies this try of the operation: a retry runs its hooks anew. */
  readonly attempt: string;
  readonly revision: string;
  readonly sync: SyncOperation;
  readonly isTerminating: boolean;
  /** A person has agreed to the deletions that wait for that. */
  readonly isApproved: boolean;
  /** In force for this operation. */
  readonly options: readonly string[];
  readonly objects: readonly ComparedObject[];
  /** To be made for `CreateNamespace`, when it is missing or not as wanted. */
  readonly namespace?: DesiredObject;
  readonly hooks: readonly DesiredObject[];
  /** Live hook objects of the application, by id. */
  readonly liveHooks: ReadonlyMap<string, KubeObject>;
  /** What this operation has done so far. */
  readonly results: readonly ResourceResult[];
}

export type TaskState = "pending" | "running" | "succeeded" | "failed";

interface TaskBase {
  readonly id: string;
  readonly key: ObjectKey;
  readonly resource: ApiResource | undefined;
  readonly phase: SyncPhase;
  readonly wave: number;
}

/** Makes a live object equal to the desired one. */
export interface ApplyTask extends TaskBase {
  readonly kind: "apply";
  readonly desired: DesiredObject;
  readonly live?: KubeObject;
  readonly isEqual: boolean;
  readonly mode: "apply" | "replace" | "recreate";
  readonly problem?: string;
}

/** Deletes an object that is no longer wanted. */
export interface PruneTask extends TaskBase {
  readonly kind: "prune";
  readonly live: KubeObject;
  /** Reported, not deleted. */
  readonly skipped?: string;
  /** `Prune=confirm`: a person must agree first. */
  readonly needsApproval?: true;
}

export interface HookTask extends TaskBase {
  readonly kind: "hook";
  readonly hookType: HookType;
  /** With its final name, and marked as belonging to this operation. */
  readonly desired: DesiredObject;
  readonly live?: KubeObject;
}

export type SyncTask = ApplyTask | PruneTask | HookTask;

/** A task and how far it is. */
export type TrackedTask = SyncTask & { readonly state: TaskState; readonly message: string };
