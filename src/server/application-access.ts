import { apiGroup, type Application, type Operation } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import type { ApiResource, JsonObject, KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { toJson } from "./create-or-update.ts";
import type { ServerDeps } from "./deps.ts";

/** Finding and changing Applications, shared by the calls of the service. */
export interface ApplicationAccess {
  /** Throws `notFound`. */
  find(name: string): Application;
  resource(ctx: Context): Promise<ApiResource>;
  /** A merge patch. */
  patch(ctx: Context, name: string, body: JsonObject): Promise<KubeObject>;
  /** Throws `conflict` while another operation is in progress. */
  startOperation(ctx: Context, application: Application, operation: Operation): Promise<KubeObject>;
}

export function createApplicationAccess(deps: ServerDeps, namespace: string): ApplicationAccess {
  async function resource(ctx: Context): Promise<ApiResource> {
    const found = await deps.kube.discovery.findByKind({ group: apiGroup, version: "v1alpha1", kind: "Application" }, ctx);
    if (found === undefined) throw new SillageError("unavailable", "The cluster has no Application kind: start `sillage server --install-crds` once");
    return found;
  }

  async function patch(ctx: Context, name: string, body: JsonObject): Promise<KubeObject> {
    return deps.kube.patch(await resource(ctx), { namespace, name }, body, { type: "merge", signal: ctx.signal });
  }

  return {
    resource,
    patch,
    find(name) {
      const application = deps.applications.get(name);
      if (application === undefined) throw new SillageError("notFound", `Application "${name}" does not exist in namespace "${namespace}"`);
      return application;
    },
    async startOperation(ctx, application, operation) {
      const { name = "" } = application.metadata;
      const phase = application.status.operationState?.phase;
      if (application.operation !== undefined || phase === "Running" || phase === "Terminating") {
        throw new SillageError("conflict", `Application "${name}": another operation is already in progress`);
      }
      return patch(ctx, name, { operation: toJson(operation) });
    },
  };
}
