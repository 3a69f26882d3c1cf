import type { ApplicationSource, SourceType } from "../../api/index.ts";
import type { Clock, Slots } from "../../async/index.ts";
import type { Claims, LiveObjects } from "../../inventory/index.ts";
import type { ApiResource, KubeClient } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { Manifest } from "../../render/view/index.ts";
import type { OrphanWatch } from "../orphans/create-orphan-watch.ts";
import type { ApplicationObserver, Instruments } from "./observer.ts";
import type { Projects } from "./projects.ts";

/** A source at a commit. */
export interface PinnedSource {
  readonly source: ApplicationSource;
  readonly revision: string;
}

export interface RenderSourceRequest extends PinnedSource {
  /** Other sources of the application, by the name it may refer to them with. */
  readonly refs: Readonly<Record<string, PinnedSource>>;
  readonly appName: string;
  /** Whose repositories it may use. */
  readonly project: string;
  /** Namespace of the destination; "" when it names none. */
  readonly namespace: string;
  /** Do not trust what was rendered before. */
  readonly isFresh: boolean;
}

export interface RenderedSource {
  readonly manifests: readonly Manifest[];
  readonly sourceType: SourceType;
}

/** Manifests from Git. Both throw `SillageError`s that name what the author must repair. */
export interface SourceReader {
  /** The commit a source stands for now. Local once the repository is known, unless `isFresh` asks its remote again. */
  resolveRevision(ctx: Context, source: ApplicationSource, options: { readonly project: string; readonly isFresh: boolean }): Promise<string>;
  /** Gives the very same object again while nothing that was read has changed, whatever the commit. */
  renderSource(ctx: Context, request: RenderSourceRequest): Promise<RenderedSource>;
}

/** Acting as somebody else. */
export interface Impersonation {
  /** Whether syncs act as the service accounts that projects name; asked at each step. */
  isEnabled(): boolean;
  createClient(user: string): KubeClient;
}

/** What the stages of a reconcile need. */
export interface ApplicationDeps {
  readonly client: KubeClient;
  readonly live: LiveObjects;
  readonly claims: Claims;
  readonly sources: SourceReader;
  readonly clock: Clock;
  /** Where Applications whose objects carry their bare name live: the namespace of the server. */
  readonly controlNamespace: string;
  readonly applicationResource: ApiResource;
  readonly projects: Projects;
  readonly impersonation: Impersonation;
  readonly orphans: OrphanWatch;
  /** Few places for reports, so that in a burst the API server works on what is deployed first. */
  readonly reports: Slots;
  readonly observer: Required<ApplicationObserver>;
  readonly countRequests: Instruments["countRequests"];
  readonly tracer: Instruments["tracer"];
}
