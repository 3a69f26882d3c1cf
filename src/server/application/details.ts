import { Type } from "typebox";
import { defineOperation, itemsOf, type Operation } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess } from "./find-application.ts";
import { managedResource, named, revisionMetadata } from "./schemas.ts";

const one = "/api/v1/applications/:name";

/** What belongs to an application: its objects, its manifests, its commits. */
export function createDetails(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const access = createApplicationAccess(deps, options);
  return [
    defineOperation({
      name: "ApplicationService/ManagedResources",
      route: { method: "GET", path: `${one}/managed-resources` },
      request: named({}),
      response: itemsOf(managedResource),
      access: access("get"),
      handle: async ({ ctx }, _request, found) => ({ items: [...(await deps.fetchManagedResources(ctx, found))] }),
    }),
    defineOperation({
      name: "ApplicationService/GetManifests",
      route: { method: "GET", path: `${one}/manifests` },
      request: named({ revision: Type.Optional(Type.String()) }),
      response: Type.Object({ manifests: Type.Array(Type.String()) }),
      access: access("get"),
      handle: async ({ ctx }, { revision }, found) => ({ manifests: [...(await deps.fetchManifests(ctx, found, revision))] }),
    }),
    defineOperation({
      name: "ApplicationService/RevisionMetadata",
      route: { method: "GET", path: `${one}/revisions/:revision/metadata` },
      request: named({ revision: Type.String() }),
      response: revisionMetadata,
      access: access("get"),
      async handle({ ctx }, { revision }, found) {
        const { tags = [], ...rest } = await deps.fetchRevisionMetadata(ctx, found, revision);
        return { ...rest, tags: [...tags] };
      },
    }),
  ];
}
