import type { Application, ManagedResource, Repository, RevisionMetadata } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import type { KubeClient } from "../kube/index.ts";
import type { Context, Log } from "../log/index.ts";
import type { Sealing } from "./sealing-routes.ts";

export interface ApplicationEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly application: Application;
}

/** The applications as last seen by watch. */
export interface ApplicationCache {
  get(name: string): Application | undefined;
  list(): readonly Application[];
  /** Called after each change; returns the way to stop. */
  onChange(handler: (event: ApplicationEvent) => void): () => void;
}

/** What the handlers need of the rest of the product. */
export interface ServerDeps {
  readonly kube: KubeClient;
  readonly applications: ApplicationCache;
  fetchManagedResources(ctx: Context, application: Application): Promise<readonly ManagedResource[]>;
  /** Manifests as JSON texts, Secrets masked; at the revision of the spec when none is given. */
  fetchManifests(ctx: Context, application: Application, revision: string | undefined): Promise<readonly string[]>;
  fetchRevisionMetadata(ctx: Context, application: Application, revision: string): Promise<RevisionMetadata>;
  /** One `ls-remote`; throws when the repository cannot be read with these credentials. */
  checkRepository(ctx: Context, repository: Repository): Promise<void>;
  /**
   * Verifies a push notification, starts the fetch of its repository, and returns how many repositories it names. The context is that of the server, not
   * of the request: the fetch goes on after the answer.
   */
  receivePush(ctx: Context, push: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }): Promise<number>;
  /** Left out when another controller unseals in this cluster. */
  readonly sealing?: Sealing;
  readonly clock: Clock;
  readonly log: Log;
}
