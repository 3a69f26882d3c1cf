import {
  annotations,
  parseWireApplication,
  validateSpec,
  type Application,
  type ManagedResource,
  type RevisionMetadata,
  type RollbackRequest,
  type SyncRequest,
} from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { parseLabelSelector, type JsonObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createApplicationAccess, doesNotExist } from "./application-access.ts";
import { createOrUpdate } from "./create-or-update.ts";
import type { ServerDeps } from "./deps.ts";
import { planFinalizers, type DeleteRequest } from "./plan-finalizers.ts";
import { planRollback } from "./plan-rollback.ts";
import { planSyncOperation } from "./plan-sync-operation.ts";
import { toJson } from "./to-json.ts";
import { waitForRefresh } from "./wait-for-refresh.ts";

interface ListRequest {
  /** None means all. */
  readonly projects: readonly string[];
  readonly selector: string | undefined;
}

/** The calls of Argo CD's application service, one function each; throws `SillageError`s that say what to do. */
export interface ApplicationService {
  list(request: ListRequest): readonly Application[];
  /** With a refresh, the answer waits for the controller. */
  get(ctx: Context, name: string, refresh: "normal" | "hard" | undefined): Promise<Application>;
  create(ctx: Context, body: unknown, upsert: boolean): Promise<Application>;
  patch(ctx: Context, name: string, body: JsonObject): Promise<Application>;
  delete(ctx: Context, name: string, request: DeleteRequest): Promise<void>;
  sync(ctx: Context, name: string, request: SyncRequest): Promise<Application>;
  rollback(ctx: Context, name: string, request: RollbackRequest): Promise<Application>;
  terminate(ctx: Context, name: string): Promise<void>;
  fetchManagedResources(ctx: Context, name: string): Promise<readonly ManagedResource[]>;
  fetchManifests(ctx: Context, name: string, revision: string | undefined): Promise<readonly string[]>;
  fetchRevisionMetadata(ctx: Context, name: string, revision: string): Promise<RevisionMetadata>;
}

export function createApplicationService(deps: ServerDeps, { namespace }: { readonly namespace: string }): ApplicationService {
  const access = createApplicationAccess(deps, namespace);

  function find(name: string): Application {
    const application = deps.applications.get(name);
    if (application === undefined) throw doesNotExist(name, namespace);
    return application;
  }

  return {
    list({ projects, selector = "" }) {
      const matches = parseLabelSelector(selector);
      return deps.applications.list().filter(({ spec, metadata }) => (projects.length === 0 || projects.includes(spec.project)) && matches(metadata.labels ?? {}));
    },
    async get(ctx, name, refresh) {
      if (refresh === undefined) return find(name);
      return waitForRefresh(ctx, deps, await access.change(ctx, name, () => ({ metadata: { annotations: { [annotations.refresh]: refresh } } })));
    },
    create: async (ctx, body, upsert) => createOrUpdate(ctx, access, { wanted: parseWanted(body, namespace), upsert, namespace }),
    async patch(ctx, name, body) {
      find(name);
      return access.patch(ctx, name, body);
    },
    async delete(ctx, name, request) {
      await access.change(ctx, name, (application) => ({ metadata: { finalizers: [...planFinalizers(application, request)] } }));
      await access.delete(ctx, name);
    },
    sync: (ctx, name, request) =>
      access.change(ctx, name, (application) => {
        requireIdle(application);
        return { operation: toJson(planSyncOperation(application, request)) };
      }),
    rollback: (ctx, name, request) =>
      access.change(ctx, name, (application) => {
        requireIdle(application);
        return { operation: toJson(planRollback(application, request)) };
      }),
    async terminate(ctx, name) {
      await access.change(ctx, name, ({ status }) => {
        if (status.operationState?.phase !== "Running") throw new SillageError("invalid", `Application "${name}": no operation is in progress`);
        return { status: { operationState: { phase: "Terminating" } } };
      });
    },
    fetchManagedResources: async (ctx, name) => deps.fetchManagedResources(ctx, find(name)),
    fetchManifests: async (ctx, name, revision) => deps.fetchManifests(ctx, find(name), revision),
    fetchRevisionMetadata: async (ctx, name, revision) => deps.fetchRevisionMetadata(ctx, find(name), revision),
  };
}

/** Throws `invalid` for what the controller could only complain about. */
function parseWanted(body: unknown, namespace: string): Application {
  const wanted = parseWireApplication(body);
  const { name = "", namespace: given = namespace } = wanted.metadata;
  if (name === "") throw new SillageError("invalid", "An application needs a name");
  if (given !== namespace) throw new SillageError("invalid", `Application "${name}": namespace "${given}" is not permitted, applications live in "${namespace}"`);
  const problems = validateSpec(wanted.spec);
  if (problems.length > 0) throw new SillageError("invalid", `Application "${name}" is not valid: ${problems.join("; ")}`);
  return wanted;
}

function requireIdle({ metadata, operation, status }: Application): void {
  if (metadata.deletionTimestamp !== undefined) throw new SillageError("conflict", `Application "${metadata.name}" is being deleted`);
  const phase = status.operationState?.phase;
  if (operation === undefined && phase !== "Running" && phase !== "Terminating") return;
  throw new SillageError("conflict", `Application "${metadata.name}": another operation is already in progress`);
}
