import { apiGroup, type Application, type AppProject, type GlobalProjectRule, type ManagedResource, type ResourceTree } from "../../api/index.ts";
import { createSlots, type Clock } from "../../async/index.ts";
import { SillageError } from "../../errors/index.ts";
import { type CacheStats, createClaims, createLiveObjects, type LiveObjectsDeps } from "../../inventory/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../../kube/index.ts";
import type { Context, Log } from "../../log/index.ts";
import { createController } from "../../runtime/index.ts";
import { owners } from "../../sync/index.ts";
import type { ApplicationDeps, Impersonation, SourceReader } from "./deps.ts";
import { createOrphanWatch } from "../orphans/create-orphan-watch.ts";
import { createResourceTrees } from "../resource-tree/create-trees.ts";
import { createTreeWatch } from "../resource-tree/tree-watch.ts";
import { announceChanges } from "./announce-changes.ts";
import { checkProject } from "./check-project.ts";
import { describeDiff, describeManaged, describeManifests, type ManifestsRequest } from "./describe-managed.ts";
import { createBelongs, describeOrphans } from "./look-for-orphans.ts";
import { type Instruments, noInstruments, tellAll } from "./observer.ts";
import { createProjects } from "./projects.ts";
import { createReconcileApplication } from "./reconcile.ts";

export interface ApplicationControllerDeps {
  readonly client: KubeClient;
  readonly createInformer: LiveObjectsDeps["createInformer"];
  readonly sources: SourceReader;
  /** Which projects others inherit from, as the settings say now; the very same list until they change. */
  readonly getGlobalProjects: () => readonly GlobalProjectRule[];
  readonly impersonation: Impersonation;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** Left out: nobody looks on. */
  readonly instruments?: Instruments;
}

export interface ApplicationControllerOptions {
  /** Where the projects are, and the Applications that need no permission for their place. */
  readonly controlNamespace: string;
  /** Where else Applications are kept, if their project agrees. */
  readonly isApplicationNamespace: (namespace: string) => boolean;
  /** How many are worked on at the same time. */
  readonly concurrency: number;
}

export interface ApplicationController {
  /** Works until the signal aborts. Throws when the cluster lacks our kinds. */
  run(ctx: Context): Promise<void>;
  /** The half of `run` that the reads below need: watches the cluster, and reconciles nothing. Calls back when Applications and projects are known. */
  observe(ctx: Context, onSynced: () => void): Promise<void>;
  /** How much of the cluster is in the cache. */
  getCacheStats(): CacheStats;
  /** Something moved in a repository: whoever takes manifests from it looks again. */
  announceRevisions(repoURL: string): void;
  /** The settings about projects have changed: every Application looks again. */
  announceProjects(): void;
  /** A project as it counts, with what it inherits; a text says why it cannot be used. */
  getProject(name: string): AppProject | string;
  fetchManagedResources(ctx: Context, application: Application): Promise<readonly ManagedResource[]>;
  fetchManifests(ctx: Context, application: Application, request: Omit<ManifestsRequest, "app">): Promise<readonly string[]>;
  /** What these manifests would change of the application's objects. Throws `forbidden` for objects that are not its own. */
  fetchServerSideDiff(ctx: Context, application: Application, manifests: readonly KubeObject[]): Promise<readonly ManagedResource[]>;
  /** Why the project does not permit the application as it is; empty when it does. */
  findProblems(application: Application): readonly string[];
  fetchResourceTree(ctx: Context, application: Application): Promise<ResourceTree>;
  /** Called after something in the tree of the application has changed. Returns the way to stop. */
  onTreeChange(application: Application, handler: () => void): () => void;
}

const reportsAtOnce = 2;

/** Keeps the Applications of the control namespace and of those the settings name: everything that concerns one, in Git or in the cluster, makes it look again. */
export async function createApplicationController(ctx: Context, deps: ApplicationControllerDeps, options: ApplicationControllerOptions): Promise<ApplicationController> {
  const { controlNamespace, isApplicationNamespace, concurrency } = options;
  const [applicationResource, projectResource] = await Promise.all([findResource(ctx, deps, "Application"), findResource(ctx, deps, "AppProject")]);
  const { observers, observeQueue, ...instruments } = deps.instruments ?? noInstruments;
  const live = createLiveObjects(deps, { managers: [owners.manager, ...owners.predecessors] });
  const claims = createClaims();
  const projects = createProjects({ live, projectResource, controlNamespace, getGlobalProjects: deps.getGlobalProjects });
  const parts: Omit<ApplicationDeps, "orphans"> = {
    client: deps.client,
    live,
    claims,
    sources: deps.sources,
    clock: deps.clock,
    controlNamespace,
    applicationResource,
    projects,
    impersonation: deps.impersonation,
    reports: createSlots(reportsAtOnce),
    observer: tellAll(observers),
    ...instruments,
  };
  if (observers.length > 0) live.onChange(parts.observer.changed);
  const watch = createTreeWatch(deps);
  const trees = createResourceTrees({ client: deps.client, live, watch }, { controlNamespace });
  const orphans = createOrphanWatch({ watch, belongs: createBelongs(parts), enqueue: (key) => controller.enqueue(key) });
  const stages: ApplicationDeps = { ...parts, orphans };
  const controller = createController(
    { reconcile: createReconcileApplication(stages), clock: deps.clock, log: deps.log, random: deps.random, observe: observeQueue },
    { name: "application", kind: "Application", concurrency },
  );

  const announcer = announceChanges({ live, claims, applicationResource, controlNamespace, getGlobalProjects: deps.getGlobalProjects, enqueue });

  function enqueue({ namespace, name }: { readonly namespace: string; readonly name: string }): void {
    if (namespace === controlNamespace || isApplicationNamespace(namespace)) controller.enqueue(`${namespace}/${name}`);
  }

  async function observe({ signal }: Context, goOn: () => Promise<void> | void): Promise<void> {
    const watching = live.run(signal);
    await Promise.all([applicationResource, projectResource].map((resource) => live.ensureWatched(resource, { signal })));
    await Promise.all([watching, watch.run(signal), goOn()]);
  }

  return {
    run: (run) =>
      observe(run, () => {
        announcer.announceAll();
        return controller.run(run.signal);
      }),
    observe,
    getCacheStats: () => live.getStats(),
    announceRevisions: (repoURL) => announcer.announceRevisions(repoURL),
    announceProjects: () => announcer.announceAll(),
    getProject: (name) => projects.get(name),
    fetchManagedResources: (call, application) => describeManaged(call, stages, application),
    fetchManifests: (call, app, request) => describeManifests(call, stages, { app, ...request }),
    fetchServerSideDiff: (call, app, manifests) => describeDiff(call, stages, { app, manifests }),
    findProblems: (application) => problemsOf(checkProject(application, stages)),
    fetchResourceTree: async (call, application) => ({ ...(await trees.fetch(call, application)), orphanedNodes: await describeOrphans(call, stages, application) }),
    onTreeChange: (application, handler) => trees.onChange(application, handler),
  };
}

function problemsOf(check: ReturnType<typeof checkProject>): readonly string[] {
  return check.kind === "refused" ? check.problems : [];
}

async function findResource(ctx: Context, { client }: ApplicationControllerDeps, kind: string): Promise<ApiResource> {
  const resource = await client.discovery.findByKind({ group: apiGroup, version: "v1alpha1", kind }, { signal: ctx.signal });
  if (resource === undefined) throw new SillageError("notFound", `The cluster has no ${kind} kind: its CustomResourceDefinition is not installed`);
  return resource;
}
