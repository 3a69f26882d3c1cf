import type { ResourceTree } from "../../api/index.ts";
import { sleep } from "../../async/index.ts";
import { createPendingItems, defineOperation, defineStream, type Operation } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, refOf } from "./find-application.ts";
import { isVisible } from "./reads.ts";
import { named, resourceTree } from "./schemas.ts";

/** A rollout changes a tree many times a second; nobody reads it that fast. */
const quietMs = 100;

/** The objects of an application and what they made: once, and again at each change. */
export function createResourceTree(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const access = createApplicationAccess(deps, options);
  return [
    defineOperation({
      name: "ApplicationService/ResourceTree",
      route: { method: "GET", path: "/api/v1/applications/:name/resource-tree" },
      request: named({}),
      response: resourceTree,
      access: access("get"),
      handle: ({ ctx }, _request, found) => deps.fetchResourceTree(ctx, found),
    }),
    defineStream({
      name: "ApplicationService/WatchResourceTree",
      route: { method: "GET", path: "/api/v1/stream/applications/:name/resource-tree" },
      request: named({}),
      response: resourceTree,
      access: access("get"),
      async *open({ ctx, guard }, _request, found): AsyncGenerator<ResourceTree> {
        const changes = createPendingItems<true>((older) => older);
        const stopListening = deps.onTreeChange(found, () => changes.offer("tree", true));
        try {
          changes.offer("tree", true);
          for await (const isChanged of changes.drain(ctx.signal)) {
            const current = deps.applications.get(refOf(found));
            if (!isChanged || current === undefined || !isVisible(current, guard, options)) return;
            yield await deps.fetchResourceTree(ctx, current);
            await sleep(quietMs, { clock: deps.clock, signal: ctx.signal }).catch(() => undefined);
          }
        } finally {
          stopListening();
        }
      },
    }),
  ];
}
