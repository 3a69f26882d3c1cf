import { Type } from "typebox";
import { annotations, type Application } from "../../api/index.ts";
import { defineOperation, fieldsBelow, parseFields, signedIn, type Guard, type Operation } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createFieldMemory } from "./field-memory.ts";
import { createApplicationAccess, rbacObjectOf, refOf } from "./find-application.ts";
import { sortOrders, takePage } from "./page.ts";
import { applicationQuery, parseQuery } from "./query.ts";
import { application, named, selected } from "./schemas.ts";
import { createApplicationStore } from "./store.ts";
import { waitForRefresh } from "./wait-for-refresh.ts";

const root = "/api/v1/applications";
const one = `${root}/:name`;

/** Applications as they are. */
export function createReads(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const { applications } = deps;
  const store = createApplicationStore(deps);
  const access = createApplicationAccess(deps, options);
  const selectFields = createFieldMemory();
  return [
    defineOperation({
      name: "ApplicationService/List",
      route: { method: "GET", path: root },
      request: Type.Object({
        ...applicationQuery,
        sortBy: Type.Optional(Type.Enum([...sortOrders])),
        offset: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Optional(Type.Integer({ minimum: 0 })),
      }),
      response: selected,
      access: signedIn(["applications, get"]),
      async handle({ guard }, request) {
        const isWanted = parseQuery(request);
        const visible = applications.list().filter((found) => isWanted(found) && isVisible(found, guard, options));
        const { items, remaining } = takePage(visible, request);
        const metadata = { resourceVersion: applications.getVersion(), ...(remaining === 0 ? {} : { remainingItemCount: remaining }) };
        const list = parseFields(request.fields)({ metadata, items: [] });
        return "items" in list ? { ...list, items: items.map(selectFields(fieldsBelow(request.fields, "items"))) } : list;
      },
    }),
    defineOperation({
      name: "ApplicationService/Get",
      route: { method: "GET", path: one },
      request: named({ refresh: Type.Optional(Type.String()) }),
      response: application,
      access: access("get"),
      async handle({ ctx }, { refresh }, found) {
        if (refresh === undefined) return found;
        // Argo CD's document says `true`, its clients send `normal`.
        const level = refresh === "hard" ? "hard" : "normal";
        return waitForRefresh(ctx, deps, await store.change(ctx, refOf(found), () => ({ metadata: { annotations: { [annotations.refresh]: level } } })));
      },
    }),
  ];
}

/** Whether the caller may see the application. */
export function isVisible(found: Application, guard: Guard, { namespace }: ApplicationServiceOptions): boolean {
  return guard.isAllowed({ resource: "applications", action: "get", object: rbacObjectOf(found, namespace) });
}
