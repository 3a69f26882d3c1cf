import { apiGroup, parseAppProject, type AppProject } from "../../api/index.ts";
import { isSillageError, SillageError } from "../../errors/index.ts";
import type { ApiResource, JsonObject, KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { waitUntilSeen } from "../operation/index.ts";
import type { ProjectServiceDeps, ProjectServiceOptions } from "./deps.ts";

/** Projects in the cluster. Once a write is back, the cache has it. */
export interface ProjectStore {
  /** Throws `notFound`. */
  fetch(ctx: Context, name: string): Promise<AppProject>;
  /** `undefined` when there is one of this name already. */
  create(ctx: Context, project: AppProject): Promise<AppProject | undefined>;
  /** Throws `conflict` when the project is not the newest. */
  update(ctx: Context, project: AppProject): Promise<AppProject>;
  /** Decides on the newest state, again when somebody else's write comes between; writes nothing when the project stays the very same. */
  change(ctx: Context, name: string, decide: (project: AppProject) => AppProject): Promise<AppProject>;
  delete(ctx: Context, name: string): Promise<void>;
}

const maxAttempts = 5;

export function createProjectStore({ kube, projects }: Pick<ProjectServiceDeps, "kube" | "projects">, { namespace }: ProjectServiceOptions): ProjectStore {
  async function resource(ctx: Context): Promise<ApiResource> {
    const found = await kube.discovery.findByKind({ group: apiGroup, version: "v1alpha1", kind: "AppProject" }, ctx);
    if (found === undefined) throw new SillageError("unavailable", "The cluster has no AppProject kind: start `sillage server --install-crds` once");
    return found;
  }

  async function fetch(ctx: Context, name: string): Promise<AppProject> {
    const found = await kube.fetchObject(await resource(ctx), { namespace, name }, ctx);
    if (found === undefined) throw new SillageError("notFound", `Project "${name}" does not exist`);
    return readProject(found);
  }

  async function note(ctx: Context, object: KubeObject): Promise<AppProject> {
    const written = readProject(object);
    await waitUntilSeen(written, { getObject: () => projects.get(written.metadata.name ?? ""), onChange: (handler) => projects.onChange(handler), signal: ctx.signal });
    return written;
  }

  const update = async (ctx: Context, project: AppProject): Promise<AppProject> => note(ctx, await kube.update(await resource(ctx), toObject(project), ctx));

  return {
    fetch,
    update,
    async create(ctx, project) {
      try {
        const { resourceVersion: _resourceVersion, uid: _uid, ...metadata } = project.metadata;
        return await note(ctx, await kube.create(await resource(ctx), toObject({ ...project, metadata }), ctx));
      } catch (error) {
        if (isSillageError(error, "conflict") && error.reason === "AlreadyExists") return undefined;
        throw error;
      }
    },
    async change(ctx, name, decide) {
      for (let attempt = 1; ; attempt += 1) {
        const project = await fetch(ctx, name);
        const changed = decide(project);
        if (changed === project) return project;
        try {
          return await update(ctx, changed);
        } catch (error) {
          if (!isSillageError(error, "conflict") || attempt === maxAttempts) throw error;
        }
      }
    },
    async delete(ctx, name) {
      await kube.delete(await resource(ctx), { namespace, name }, ctx);
      await waitUntilSeen(undefined, { getObject: () => projects.get(name), onChange: (handler) => projects.onChange(handler), signal: ctx.signal });
    },
  };
}

function readProject(object: KubeObject): AppProject {
  const { managedFields: _managedFields, ...metadata } = object.metadata;
  return parseAppProject({ ...object, metadata });
}

/** What JSON makes of it: `undefined` fields are gone. */
function toObject(project: AppProject): KubeObject & JsonObject {
  return JSON.parse(JSON.stringify(project));
}
