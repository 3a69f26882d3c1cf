import { Type } from "typebox";
import { describeRule, explainResource, type Application, type AppProject, type ResourceAction, type ResourceQuery } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { gvkOf, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { defineOperation, empty, type Operation } from "../operation/index.ts";
import type { ActionStep } from "./actions/action.ts";
import { listActions, planAction } from "./actions/plan-action.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, type Named, type RequestedAction } from "./find-application.ts";
import { fetchResource, type FoundResource } from "./find-resource.ts";
import { requireProject } from "./require-project.ts";
import { ofResource } from "./schemas.ts";

const path = "/api/v1/applications/:name/resource/actions";

/** What can be done with the live objects of an application beside changing them by hand. */
export function createResourceActions(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const access = createApplicationAccess(deps, options);
  const run = createRun(deps);
  const action = Type.String();
  const parameters = Type.Array(Type.Object({ name: Type.String(), value: Type.Optional(Type.String()) }));
  return [
    defineOperation({
      name: "ApplicationService/ListResourceActions",
      route: { method: "GET", path },
      request: ofResource({}),
      response: Type.Unsafe<{ readonly actions: readonly ResourceAction[] }>(
        Type.Object({ actions: Type.Array(Type.Object({ name: Type.String() }, { additionalProperties: true })) }),
      ),
      access: access("get"),
      handle: async ({ ctx }, query, application) => ({ actions: listActions((await fetchResource(ctx, deps, { application, query, includesItself: true })).object) }),
    }),
    defineOperation({
      name: "ApplicationService/RunResourceAction",
      route: { method: "POST", path, body: "action" },
      request: ofResource({ action }),
      response: empty,
      access: access(named),
      handle: ({ ctx }, request, application) => run(ctx, { application, request: { ...request, resourceActionParameters: [] } }),
    }),
    defineOperation({
      name: "ApplicationService/RunResourceActionV2",
      route: { method: "POST", path: `${path}/v2`, body: "*" },
      request: ofResource({ action, resourceActionParameters: Type.Optional(parameters) }),
      response: empty,
      access: access(named),
      handle: ({ ctx }, request, application) => run(ctx, { application, request: { resourceActionParameters: [], ...request } }),
    }),
  ];
}

const named: RequestedAction<Named & ResourceQuery & { readonly action: string }> = {
  pattern: "action/<group>/<kind>/<action>",
  of: ({ group = "", kind, action }) => `action/${group}/${kind}/${action}`,
};

interface Run {
  readonly application: Application;
  readonly request: ResourceQuery & { readonly action: string; readonly resourceActionParameters: readonly { readonly name: string; readonly value?: string }[] };
}

function createRun(deps: ApplicationServiceDeps): (ctx: Context, run: Run) => Promise<{}> {
  return async (ctx, { application, request }) => {
    const found = await fetchResource(ctx, deps, { application, query: request, includesItself: true });
    const parameters = Object.fromEntries(request.resourceActionParameters.map(({ name, value = "" }) => [name, value]));
    const now = new Date(deps.clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
    for (const step of planAction(found.object, request.action, { now, parameters })) await carryOut(ctx, deps, { application, found, step });
    return {};
  };
}

async function carryOut(
  ctx: Context,
  deps: ApplicationServiceDeps,
  { application, found, step }: { readonly application: Application; readonly found: FoundResource; readonly step: ActionStep },
): Promise<void> {
  const { signal } = ctx;
  if (step.kind === "patch") {
    const { subresource } = step;
    const isServed = subresource !== undefined && found.resource.subresources.includes(subresource);
    await deps.kube.patch(found.resource, found.ref, step.body, { type: "merge", ...(isServed ? { subresource } : {}), signal });
    return;
  }
  const resource = await deps.kube.discovery.findByKind(gvkOf(step.object), { signal });
  if (resource === undefined) throw new SillageError("notFound", `The cluster does not serve ${step.object.kind}`);
  requirePermitted(requireProject(deps, application), step.object);
  await deps.kube.create(resource, step.object, { signal });
}

/** What an action makes is the application's, so its project judges it. */
function requirePermitted(project: AppProject, object: KubeObject): void {
  const { group, kind } = gvkOf(object);
  const permission = explainResource(project, { group, kind, name: object.metadata.name ?? "", namespaced: true });
  if (!permission.permitted) throw new SillageError("forbidden", `${group}/${kind} is not permitted in project ${project.metadata.name}: ${describeRule(permission)}`);
}
