import { Type } from "typebox";
import type { Application } from "../../api/index.ts";
import { defineOperation, empty, type Access, type Operation } from "../operation/index.ts";
import { checkApplication, readWanted, requireMove } from "./admit-application.ts";
import { createOrUpdate } from "./create-or-update.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, rbacObjectOf, refOf } from "./find-application.ts";
import { planFinalizers } from "./plan-finalizers.ts";
import { application, named } from "./schemas.ts";
import { createApplicationStore } from "./store.ts";

const root = "/api/v1/applications";

/** Applications made and deleted. */
export function createChanges(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const store = createApplicationStore(deps);
  const access = createApplicationAccess(deps, options);
  return [
    defineOperation({
      name: "ApplicationService/Create",
      route: { method: "POST", path: root, body: "application" },
      request: Type.Object({ application: Type.Unknown(), upsert: Type.Optional(Type.Boolean()), validate: Type.Optional(Type.Boolean()) }),
      response: application,
      access: creation(deps, options),
      async handle(call, { upsert = false, validate = true }, wanted) {
        await checkApplication(call, deps, { wanted, validate });
        return createOrUpdate(call.ctx, store, {
          wanted,
          upsert,
          admitChange(current) {
            call.guard.require({ resource: "applications", action: "update", object: rbacObjectOf(wanted, options.namespace) });
            requireMove(call, { current, wanted }, options);
          },
        });
      },
    }),
    defineOperation({
      name: "ApplicationService/Delete",
      route: { method: "DELETE", path: `${root}/:name` },
      request: named({ cascade: Type.Optional(Type.Boolean()), propagationPolicy: Type.Optional(Type.String()) }),
      response: empty,
      access: access("delete"),
      async handle({ ctx }, { cascade = true, propagationPolicy }, found) {
        await store.change(ctx, refOf(found), (current) => ({ metadata: { finalizers: [...planFinalizers(current, { cascade, propagationPolicy })] } }));
        await store.delete(ctx, refOf(found));
        return {};
      },
    }),
  ];
}

/** Whoever may create an application with this name in this project. */
function creation(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): Access<{ readonly application: unknown }, Application> {
  return {
    kind: "permitted",
    permissions: ["applications, create", "applications, update"],
    async admit({ guard }, request) {
      const wanted = readWanted(request.application, deps, options);
      guard.require({ resource: "applications", action: "create", object: rbacObjectOf(wanted, options.namespace) });
      return wanted;
    },
  };
}
