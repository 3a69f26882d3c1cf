import { SillageError } from "../../errors/index.ts";
import type { Application } from "../../api/index.ts";
import { defineOperation, empty, type Operation } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, rbacObjectOf, refOf } from "./find-application.ts";
import { planRollback } from "./plan-rollback.ts";
import { namesOtherRevision, planSyncOperation } from "./plan-sync-operation.ts";
import { requireProject } from "./require-project.ts";
import { application, named, rollbackRequest, syncRequest } from "./schemas.ts";
import { createApplicationStore } from "./store.ts";
import { toJson } from "./to-json.ts";
import { assessWindows } from "./windows.ts";

const one = "/api/v1/applications/:name";

/** What sets the controller to work: sync, rollback, and the end of either. */
export function createRuns(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const store = createApplicationStore(deps);
  const access = createApplicationAccess(deps, options);
  return [
    defineOperation({
      name: "ApplicationService/Sync",
      route: { method: "POST", path: `${one}/sync`, body: "*" },
      request: syncRequest,
      response: application,
      access: access("sync"),
      handle({ ctx, caller, guard }, request, found) {
        const isOverride = (request.manifests ?? []).length > 0 || (deps.getApplicationSettings().isOverridePrivilegeRequired && namesOtherRevision(found, request));
        if (isOverride) guard.require({ resource: "applications", action: "override", object: rbacObjectOf(found, options.namespace) });
        requireOpenWindow(found, deps);
        return store.change(ctx, refOf(found), (current) => {
          requireIdle(current);
          return { operation: toJson(planSyncOperation(current, request, caller)) };
        });
      },
    }),
    defineOperation({
      name: "ApplicationService/Rollback",
      route: { method: "POST", path: `${one}/rollback`, body: "*" },
      request: rollbackRequest,
      response: application,
      access: access({ pattern: "sync", of: () => (deps.getApplicationSettings().isRollbackEnforced ? "rollback" : "sync") }),
      handle({ ctx, caller }, request, found) {
        requireOpenWindow(found, deps);
        return store.change(ctx, refOf(found), (current) => {
          requireIdle(current);
          return { operation: toJson(planRollback(current, request, caller)) };
        });
      },
    }),
    defineOperation({
      name: "ApplicationService/TerminateOperation",
      route: { method: "DELETE", path: `${one}/operation` },
      request: named({}),
      response: empty,
      access: access("sync"),
      async handle({ ctx }, _request, found) {
        await store.change(ctx, refOf(found), ({ status }) => {
          if (status.operationState?.phase !== "Running") throw new SillageError("invalid", `Application "${found.metadata.name}": no operation is in progress`);
          return { status: { operationState: { phase: "Terminating" } } };
        });
        return {};
      },
    }),
  ];
}

/** Throws `forbidden` while a sync window keeps people from syncing. */
function requireOpenWindow(found: Application, deps: ApplicationServiceDeps): void {
  const { canSync, reason } = assessWindows(requireProject(deps, found), found, deps.clock.now());
  if (!canSync) throw new SillageError("forbidden", `cannot sync: blocked by sync window: ${reason}`);
}

function requireIdle({ metadata, operation, status }: Application): void {
  if (metadata.deletionTimestamp !== undefined) throw new SillageError("conflict", `Application "${metadata.name}" is being deleted`);
  const phase = status.operationState?.phase;
  if (operation === undefined && phase !== "Running" && phase !== "Terminating") return;
  throw new SillageError("conflict", `Application "${metadata.name}": another operation is already in progress`);
}
