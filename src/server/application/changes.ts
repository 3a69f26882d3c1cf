import { Type } from "typebox";
import { parseWireApplication, validateSpec, type Application } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { isRecord, type JsonObject } from "../../kube/index.ts";
import { defineOperation, empty, type Access, type Operation } from "../operation/index.ts";
import { createOrUpdate } from "./create-or-update.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, rbacObjectOf, refOf } from "./find-application.ts";
import { planFinalizers } from "./plan-finalizers.ts";
import { application, named, patchRequest } from "./schemas.ts";
import { createApplicationStore } from "./store.ts";

const root = "/api/v1/applications";

/** Applications made, changed and deleted. */
export function createChanges(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const { namespace } = options;
  const store = createApplicationStore(deps);
  const access = createApplicationAccess(deps, options);
  return [
    defineOperation({
      name: "ApplicationService/Create",
      route: { method: "POST", path: root, body: "application" },
      request: Type.Object({ application: Type.Unknown(), upsert: Type.Optional(Type.Boolean()), validate: Type.Optional(Type.Boolean()) }),
      response: application,
      access: creation(namespace),
      async handle({ ctx, guard }, { upsert = false }, wanted) {
        if (upsert) guard.require({ resource: "applications", action: "update", object: rbacObjectOf(wanted, namespace) });
        return createOrUpdate(ctx, store, { wanted, upsert, namespace });
      },
    }),
    defineOperation({
      name: "ApplicationService/Patch",
      route: { method: "PATCH", path: `${root}/:name`, body: "*" },
      request: patchRequest,
      response: application,
      access: access("update"),
      handle: ({ ctx }, request, found) => store.patch(ctx, refOf(found), parsePatch(request)),
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
function creation(namespace: string): Access<{ readonly application: unknown }, Application> {
  return {
    kind: "permitted",
    permissions: ["applications, create"],
    async admit({ guard }, request) {
      const wanted = parseWanted(request.application, namespace);
      guard.require({ resource: "applications", action: "create", object: rbacObjectOf(wanted, namespace) });
      const problems = validateSpec(wanted.spec);
      if (problems.length > 0) throw new SillageError("invalid", `Application "${wanted.metadata.name}" is not valid: ${problems.join("; ")}`);
      return wanted;
    },
  };
}

/** Throws `invalid` for what the controller could only complain about. */
function parseWanted(body: unknown, namespace: string): Application {
  const wanted = parseWireApplication(body);
  const { name = "", namespace: given = namespace } = wanted.metadata;
  if (name === "") throw new SillageError("invalid", "An application needs a name");
  if (given !== namespace) throw new SillageError("invalid", `Application "${name}": namespace "${given}" is not permitted, applications live in "${namespace}"`);
  return wanted;
}

/** `{patch: "<json>", patchType: "merge"}`, as Argo CD's clients send it. */
function parsePatch({ patch, patchType = "merge" }: { readonly patch: string; readonly patchType?: string }): JsonObject {
  if (patchType !== "merge") throw new SillageError("invalid", `Patch type "${patchType}" is not supported: only "merge" is`);
  try {
    const parsed: JsonObject = JSON.parse(patch);
    if (isRecord(parsed)) return parsed;
  } catch {
    // The same sentence serves.
  }
  throw new SillageError("invalid", 'The field "patch" must be a JSON object as text');
}
