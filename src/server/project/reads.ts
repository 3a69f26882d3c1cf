import { Type } from "typebox";
import { reconcileTokens } from "../../api/index.ts";
import { defineOperation, parseFields, permitted, selectedItemsOf, signedIn, type Operation } from "../operation/index.ts";
import type { ProjectServiceDeps } from "./deps.ts";
import { named, project } from "./schemas.ts";
import type { ProjectStore } from "./store.ts";

const root = "/api/v1/projects";
const get = permitted({ resource: "projects", action: "get" }, ({ name }: { readonly name: string }) => name);

/** Operations that show projects as they are. */
export function createProjectReads(deps: ProjectServiceDeps, store: ProjectStore): readonly Operation[] {
  return [
    defineOperation({
      name: "ProjectService/List",
      route: { method: "GET", path: root },
      request: Type.Object({ name: Type.Optional(Type.String()), fields: Type.Optional(Type.String()) }),
      response: selectedItemsOf(project),
      access: signedIn(["projects, get"]),
      async handle({ guard }, { name = "", fields }) {
        const shown = deps.projects.list().filter(({ metadata }) => name === "" || metadata.name === name);
        return parseFields(fields)({ items: shown.filter(({ metadata }) => guard.isAllowed({ resource: "projects", action: "get", object: metadata.name ?? "" })) });
      },
    }),
    defineOperation({
      name: "ProjectService/Get",
      route: { method: "GET", path: `${root}/:name` },
      request: named,
      response: project,
      access: get,
      handle: async ({ ctx }, { name }) => reconcileTokens(await store.fetch(ctx, name)),
    }),
  ];
}
