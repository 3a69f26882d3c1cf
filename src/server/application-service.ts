import {
  annotations,
  finalizers,
  parseWireApplication,
  type Application,
  type ManagedResource,
  type RevisionMetadata,
  type RollbackRequest,
  type SyncRequest,
} from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { parseLabelSelector, type JsonObject, type KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createApplicationAccess } from "./application-access.ts";
import { createOrUpdate } from "./create-or-update.ts";
import type { ServerDeps } from "./deps.ts";
import { planRollback, planSyncOperation } from "./plan-operation.ts";
import { waitForRefresh } from "./wait-for-refresh.ts";

export interface ListRequest {
  readonly projects: readonly string[];
  readonly selector?: string;
}

/** The calls of Argo CD's application service, one function each; throws `SillageError`s that say what to do. */
export interface ApplicationService {
  list(request: ListRequest): readonly Application[];
  get(ctx: Context, name: string, refresh: "normal" | "hard" | undefined): Promise<Application>;
  create(ctx: Context, body: unknown, upsert: boolean): Promise<KubeObject>;
  patch(ctx: Context, name: string, patch: JsonObject): Promise<KubeObject>;
  delete(ctx: Context, name: string, options: { readonly cascade: boolean; readonly propagationPolicy: string | undefined }): Promise<void>;
  sync(ctx: Context, name: string, request: SyncRequest): Promise<KubeObject>;
  rollback(ctx: Context, name: string, request: RollbackRequest): Promise<KubeObject>;
  terminate(ctx: Context, name: string): Promise<void>;
  managedResources(ctx: Context, name: string): Promise<readonly ManagedResource[]>;
  manifests(ctx: Context, name: string, revision: string | undefined): Promise<readonly string[]>;
  revisionMetadata(ctx: Context, name: string, revision: string): Promise<RevisionMetadata>;
}

export function createApplicationService(deps: ServerDeps, options: { readonly namespace: string }): ApplicationService {
  const { namespace } = options;
  const access = createApplicationAccess(deps, namespace);
  const { find, patch, startOperation } = access;
  return {
    list({ projects, selector }) {
      const matches = parseLabelSelector(selector ?? "");
      return deps.applications.list().filter((application) => (projects.length === 0 || projects.includes(application.spec.project)) && matches(application.metadata.labels ?? {}));
    },
    async get(ctx, name, refresh) {
      const application = find(name);
      if (refresh === undefined) return application;
      await patch(ctx, name, { metadata: { annotations: { [annotations.refresh]: refresh } } });
      return waitForRefresh(ctx, deps, name);
    },
    async create(ctx, body, upsert) {
      const wanted = parseWireApplication(body);
      return createOrUpdate(ctx, deps, { wanted, upsert, namespace, resource: await access.resource(ctx) });
    },
    async patch(ctx, name, body) {
      find(name);
      return patch(ctx, name, body);
    },
    async delete(ctx, name, { cascade, propagationPolicy }) {
      const application = find(name);
      if (!cascade && propagationPolicy !== undefined) throw new SillageError("invalid", "A propagation policy goes with a cascading delete only");
      await patch(ctx, name, { metadata: { finalizers: [...finalizersFor(application, { cascade, propagationPolicy })] } });
      await deps.kube.delete(await access.resource(ctx), { namespace, name }, { signal: ctx.signal });
    },
    async sync(ctx, name, request) {
      return startOperation(ctx, find(name), planSyncOperation(find(name), request));
    },
    async rollback(ctx, name, request) {
      return startOperation(ctx, find(name), planRollback(find(name), request));
    },
    async terminate(ctx, name) {
      if (find(name).status.operationState?.phase !== "Running") throw new SillageError("invalid", `Application "${name}": no operation is in progress`);
      await patch(ctx, name, { status: { operationState: { phase: "Terminating" } } });
    },
    managedResources: async (ctx, name) => deps.fetchManagedResources(ctx, find(name)),
    manifests: async (ctx, name, revision) => deps.fetchManifests(ctx, find(name), revision),
    revisionMetadata: async (ctx, name, revision) => deps.fetchRevisionMetadata(ctx, find(name), revision),
  };
}

function finalizersFor(application: Application, options: { readonly cascade: boolean; readonly propagationPolicy: string | undefined }): readonly string[] {
  const ours: readonly string[] = [finalizers.foregroundDefault, finalizers.foreground, finalizers.background];
  const others = (application.metadata.finalizers ?? []).filter((finalizer) => !ours.includes(finalizer));
  if (!options.cascade) return others;
  return [...others, options.propagationPolicy === "background" ? finalizers.background : finalizers.foregroundDefault];
}
