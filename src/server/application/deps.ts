import type { Application, ManagedResource, RevisionMetadata } from "../../api/index.ts";
import type { Clock } from "../../async/index.ts";
import type { KubeClient } from "../../kube/index.ts";
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
  /** Called after each change; returns the way to stop. */
  onChange(handler: (event: ApplicationEvent) => void): () => void;
}

/** What the service needs of the rest of the product. */
export interface ApplicationServiceDeps {
  readonly kube: KubeClient;
  readonly applications: ApplicationCache;
  readonly clock: Clock;
  fetchManagedResources(ctx: Context, application: Application): Promise<readonly ManagedResource[]>;
  /** Manifests as JSON texts, Secrets masked; at the revision of the spec when none is given. */
  fetchManifests(ctx: Context, application: Application, revision: string | undefined): Promise<readonly string[]>;
  fetchRevisionMetadata(ctx: Context, application: Application, revision: string): Promise<RevisionMetadata>;
}

export interface ApplicationServiceOptions {
  /** The control namespace: where Applications live unless somebody says otherwise. */
  readonly namespace: string;
}
