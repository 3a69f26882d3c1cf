import { Type } from "typebox";
import { computeEffectiveProject, findGlobalProjects, isWindowActive, reconcileTokens, type AppProject, type SyncWindow } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { ApiResource } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { defineOperation, itemsOf, permitted, type Operation } from "../operation/index.ts";
import type { ProjectServiceDeps, ProjectServiceOptions } from "./deps.ts";
import { detailedProject, eventList, named, project } from "./schemas.ts";
import type { ProjectStore } from "./store.ts";

const root = "/api/v1/projects";
const get = permitted({ resource: "projects", action: "get" }, ({ name }: { readonly name: string }) => name);

/** Operations that show what belongs to a project and what it comes to with what it inherits. */
export function createProjectDetails(deps: ProjectServiceDeps, store: ProjectStore, options: ProjectServiceOptions): readonly Operation[] {
  const globalsOf = (found: AppProject): readonly AppProject[] => findGlobalProjects(found, deps.getGlobalProjects()).flatMap((name) => deps.projects.get(name) ?? []);
  return [
    defineOperation({
      name: "ProjectService/GetDetailedProject",
      route: { method: "GET", path: `${root}/:name/detailed` },
      request: named,
      response: detailedProject,
      access: get,
      async handle({ ctx }, { name }) {
        const found = reconcileTokens(await store.fetch(ctx, name));
        return { project: found, globalProjects: globalsOf(found), ...deps.listScoped(name) };
      },
    }),
    defineOperation({
      name: "ProjectService/GetGlobalProjects",
      route: { method: "GET", path: `${root}/:name/globalprojects` },
      request: named,
      response: itemsOf(project),
      access: get,
      handle: async ({ ctx }, { name }) => ({ items: [...globalsOf(await store.fetch(ctx, name))] }),
    }),
    defineOperation({
      name: "ProjectService/GetSyncWindowsState",
      route: { method: "GET", path: `${root}/:name/syncwindows` },
      request: named,
      response: Type.Object({ windows: Type.Array(Type.Unsafe<SyncWindow>(Type.Object({}, { additionalProperties: true }))) }),
      access: get,
      async handle({ ctx }, { name }) {
        const found = await store.fetch(ctx, name);
        const { syncWindows = [] } = computeEffectiveProject(found, globalsOf(found)).spec;
        return { windows: syncWindows.filter((window) => isWindowActive(window, deps.clock.now())) };
      },
    }),
    defineOperation({
      name: "ProjectService/ListEvents",
      route: { method: "GET", path: `${root}/:name/events` },
      request: named,
      response: eventList,
      access: get,
      async handle({ ctx }, { name }) {
        const { metadata } = await store.fetch(ctx, name);
        const { namespace } = options;
        const fieldSelector = `involvedObject.name=${name},involvedObject.uid=${metadata.uid},involvedObject.namespace=${namespace}`;
        const { items, resourceVersion } = await deps.kube.fetchList(await findEvents(ctx, deps), { namespace, fieldSelector, signal: ctx.signal });
        return { metadata: { resourceVersion }, items };
      },
    }),
  ];
}

async function findEvents(ctx: Context, { kube }: Pick<ProjectServiceDeps, "kube">): Promise<ApiResource> {
  const found = await kube.discovery.findByKind({ group: "", version: "v1", kind: "Event" }, ctx);
  if (found === undefined) throw new SillageError("unavailable", "The cluster's discovery lists no Events");
  return found;
}
