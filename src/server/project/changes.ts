import { isDeepStrictEqual } from "node:util";
import { Type } from "typebox";
import { defaultProject, type AppProject } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { defineOperation, empty, permitted, type Guard, type Operation } from "../operation/index.ts";
import { findExclusions, findWidenings } from "./assess-update.ts";
import type { ProjectServiceDeps, ProjectServiceOptions } from "./deps.ts";
import { nameIn, readProject } from "./read-request.ts";
import { named, project, projectBody } from "./schemas.ts";
import type { ProjectStore } from "./store.ts";

const root = "/api/v1/projects";

/** Operations that make, change and delete projects. */
export function createProjectChanges(deps: ProjectServiceDeps, store: ProjectStore, { namespace }: ProjectServiceOptions): readonly Operation[] {
  const applicationsOf = (name: string) => deps.applications.list().filter(({ spec }) => spec.project === name);

  /** What a change may not do: reach further than the caller, or leave applications out. */
  function admitChange(guard: Guard, before: AppProject, after: AppProject): void {
    for (const permission of findWidenings(before, after)) guard.require(permission);
    const exclusions = findExclusions(before, after, applicationsOf(after.metadata.name ?? ""));
    if (exclusions !== undefined) throw new SillageError("invalid", exclusions);
  }

  return [
    defineOperation({
      name: "ProjectService/Create",
      route: { method: "POST", path: root, body: "*" },
      request: Type.Object({ project: projectBody, upsert: Type.Optional(Type.Boolean()) }),
      response: project,
      access: permitted({ resource: "projects", action: "create" }, (request: { readonly project: unknown }) => nameIn(request.project)),
      async handle({ ctx, guard }, { project: body, upsert = false }) {
        const wanted = readProject(body, namespace);
        const name = nameIn(wanted);
        const created = await store.create(ctx, wanted);
        if (created !== undefined) return created;
        if (upsert) guard.require({ resource: "projects", action: "update", object: name });
        return store.change(ctx, name, (existing) => {
          if (isDeepStrictEqual(existing.spec, wanted.spec)) return existing;
          if (!upsert) throw new SillageError("invalid", "existing project spec is different, use upsert flag to force update");
          admitChange(guard, existing, wanted);
          return { ...existing, spec: wanted.spec };
        });
      },
    }),
    defineOperation({
      name: "ProjectService/Update",
      route: { method: "PUT", path: `${root}/:name`, body: "*" },
      request: Type.Object({ name: Type.String(), project: projectBody }),
      response: project,
      access: permitted({ resource: "projects", action: "update" }, ({ name }: { readonly name: string }) => name),
      async handle({ ctx, guard }, { name, project: body }) {
        const wanted = readProject({ ...body, metadata: { ...body.metadata, name } }, namespace);
        const existing = await store.fetch(ctx, name);
        admitChange(guard, existing, wanted);
        const { resourceVersion = existing.metadata.resourceVersion ?? "" } = wanted.metadata;
        return store.update(ctx, { ...wanted, metadata: { ...wanted.metadata, resourceVersion } });
      },
    }),
    defineOperation({
      name: "ProjectService/Delete",
      route: { method: "DELETE", path: `${root}/:name` },
      request: named,
      response: empty,
      access: permitted({ resource: "projects", action: "delete" }, ({ name }: { readonly name: string }) => name),
      async handle({ ctx }, { name }) {
        if (name === defaultProject) throw new SillageError("invalid", `name '${name}' is reserved and cannot be deleted`);
        await store.fetch(ctx, name);
        const users = applicationsOf(name).length;
        if (users > 0) throw new SillageError("invalid", `project is referenced by ${users} applications`);
        await store.delete(ctx, name);
        return {};
      },
    }),
  ];
}
