import type { Application, AppProject, ManagedResource, ResourceTree, RevisionMetadata } from "../../api/index.ts";
import type { Clock } from "../../async/index.ts";
import type { KubeClient, KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";

export interface ApplicationEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly application: Application;
}

export interface ApplicationRef {
  readonly namespace: string;
  readonly name: string;
}

/** The applications as last seen by watch. */
export interface ApplicationCache {
  get(ref: ApplicationRef): Application | undefined;
  list(): readonly Application[];
  /** The newest resourceVersion the watch has told; "0" before the first. */
  getVersion(): string;
  /** What has changed after this version, oldest first; `undefined` when that is too long ago to know. */
  listSince(version: string): readonly ApplicationEvent[] | undefined;
  /** Called after each change; returns the way to stop. */
  onChange(handler: (event: ApplicationEvent) => void): () => void;
}

/** The settings that matter here, as they are now. */
export interface ApplicationSettings {
  /** A rollback needs the permission `rollback` instead of `sync`. */
  readonly isRollbackEnforced: boolean;
  /** Syncing to another revision than the one of the spec needs the permission `override`. */
  readonly isOverridePrivilegeRequired: boolean;
  /** How many pods' logs are shown together. */
  readonly maxPodLogs: number;
}

/** Which commit: of one source, as the application has it now or had it then. */
export interface RevisionRequest {
  /** Whose credentials count. */
  readonly project: string;
  readonly repoURL: string;
  readonly revision: string;
}

export interface ManifestsRequest {
  /** For each source; `undefined` is the one of the spec. */
  readonly revisions: readonly (string | undefined)[];
  /** Render anew whatever is remembered. */
  readonly isFresh: boolean;
}

/** What the service needs of the rest of the product. */
export interface ApplicationServiceDeps {
  readonly kube: KubeClient;
  readonly applications: ApplicationCache;
  readonly clock: Clock;
  getApplicationSettings(): ApplicationSettings;
  /** Whether applications may live there, beside the control namespace. */
  isApplicationNamespace(namespace: string): boolean;
  /** With what it inherits; a text says why it cannot be used. */
  getProject(name: string): AppProject | string;
  /** Why its project does not permit the application; empty when it does. */
  findProblems(application: Application): readonly string[];
  fetchManagedResources(ctx: Context, application: Application): Promise<readonly ManagedResource[]>;
  /** Manifests as JSON texts, Secrets masked. */
  fetchManifests(ctx: Context, application: Application, request: ManifestsRequest): Promise<readonly string[]>;
  /** What these manifests would change of the application's objects. Throws `forbidden` for objects that are not its own. */
  fetchServerSideDiff(ctx: Context, application: Application, manifests: readonly KubeObject[]): Promise<readonly ManagedResource[]>;
  fetchRevisionMetadata(ctx: Context, request: RevisionRequest): Promise<RevisionMetadata>;
  fetchResourceTree(ctx: Context, application: Application): Promise<ResourceTree>;
  /** Called after something in the tree of the application has changed; returns the way to stop. */
  onTreeChange(application: Application, handler: () => void): () => void;
}

export interface ApplicationServiceOptions {
  /** The control namespace: where Applications live unless somebody says otherwise. */
  readonly namespace: string;
}
