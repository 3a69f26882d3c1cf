import { Type } from "typebox";
import { annotations } from "../../api/index.ts";
import { parseLabelSelector } from "../../kube/index.ts";
import { defineOperation, itemsOf, signedIn, type Operation } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, rbacObjectOf, refOf } from "./find-application.ts";
import { application, named } from "./schemas.ts";
import { createApplicationStore } from "./store.ts";
import { waitForRefresh } from "./wait-for-refresh.ts";

const root = "/api/v1/applications";
const one = `${root}/:name`;

/** Applications as they are. */
export function createReads(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const { applications } = deps;
  const { namespace } = options;
  const store = createApplicationStore(deps);
  const access = createApplicationAccess(deps, options);
  return [
    defineOperation({
      name: "ApplicationService/List",
      route: { method: "GET", path: root },
      request: Type.Object({
        name: Type.Optional(Type.String()),
        selector: Type.Optional(Type.String()),
        projects: Type.Optional(Type.Array(Type.String())),
        project: Type.Optional(Type.Array(Type.String())),
      }),
      response: itemsOf(application),
      access: signedIn(["applications, get"]),
      async handle({ guard }, { name, selector = "", projects = [], project = [] }) {
        const matches = parseLabelSelector(selector);
        const wanted = new Set([...projects, ...project]);
        const items = applications
          .list()
          .filter(({ spec, metadata }) => (wanted.size === 0 || wanted.has(spec.project)) && (name === undefined || metadata.name === name) && matches(metadata.labels ?? {}))
          .filter((found) => guard.isAllowed({ resource: "applications", action: "get", object: rbacObjectOf(found, namespace) }));
        return { items };
      },
    }),
    defineOperation({
      name: "ApplicationService/Get",
      route: { method: "GET", path: one },
      request: named({ refresh: Type.Optional(Type.Enum(["normal", "hard"])) }),
      response: application,
      access: access("get"),
      async handle({ ctx }, { refresh }, found) {
        if (refresh === undefined) return found;
        return waitForRefresh(ctx, deps, await store.change(ctx, refOf(found), () => ({ metadata: { annotations: { [annotations.refresh]: refresh } } })));
      },
    }),
  ];
}
