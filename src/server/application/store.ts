import { apiGroup, parseApplication, type Application } from "../../api/index.ts";
import { isSillageError, SillageError } from "../../errors/index.ts";
import type { ApiResource, JsonObject, KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { ApplicationRef, ApplicationServiceDeps } from "./deps.ts";
import { doesNotExist } from "./find-application.ts";
import { hideManifests } from "./hide-manifests.ts";

/** A merge patch of an Application, by its top-level fields. */
export interface ApplicationChange {
  readonly metadata?: JsonObject;
  readonly operation?: JsonObject;
  readonly status?: JsonObject;
}

/** Applications in the cluster. Answers are without managedFields, and those to writes as people may see them. */
export interface ApplicationStore {
  /** As it is; `undefined` when there is none. */
  fetch(ctx: Context, ref: ApplicationRef): Promise<Application | undefined>;
  create(ctx: Context, object: KubeObject): Promise<Application>;
  /** PUT: throws `conflict` when the object is not the newest. */
  update(ctx: Context, object: KubeObject): Promise<Application>;
  /** A merge patch, whatever was written meanwhile. */
  patch(ctx: Context, ref: ApplicationRef, body: JsonObject): Promise<Application>;
  /** Decides on the newest state and writes on top of that one only: reads and decides again when it has changed in between. Throws `notFound`. */
  change(ctx: Context, ref: ApplicationRef, decide: (application: Application) => ApplicationChange): Promise<Application>;
  delete(ctx: Context, ref: ApplicationRef): Promise<void>;
}

const maxAttempts = 5;

export function createApplicationStore({ kube }: Pick<ApplicationServiceDeps, "kube">): ApplicationStore {
  async function resource(ctx: Context): Promise<ApiResource> {
    const found = await kube.discovery.findByKind({ group: apiGroup, version: "v1alpha1", kind: "Application" }, ctx);
    if (found === undefined) throw new SillageError("unavailable", "The cluster has no Application kind: start `sillage server --install-crds` once");
    return found;
  }

  async function fetch(ctx: Context, ref: ApplicationRef): Promise<Application | undefined> {
    const found = await kube.fetchObject(await resource(ctx), ref, ctx);
    return found === undefined ? undefined : readApplication(found);
  }

  async function patch(ctx: Context, ref: ApplicationRef, body: JsonObject): Promise<Application> {
    return readAnswer(await kube.patch(await resource(ctx), ref, body, { type: "merge", signal: ctx.signal }));
  }

  return {
    fetch,
    patch,
    create: async (ctx, object) => readAnswer(await kube.create(await resource(ctx), object, ctx)),
    update: async (ctx, object) => readAnswer(await kube.update(await resource(ctx), object, ctx)),
    change: (ctx, ref, decide) =>
      retryOnConflict(async () => {
        const application = await fetch(ctx, ref);
        if (application === undefined) throw doesNotExist(ref);
        const { metadata, ...rest } = decide(application);
        return patch(ctx, ref, { ...rest, metadata: { ...metadata, resourceVersion: application.metadata.resourceVersion ?? "" } });
      }),
    async delete(ctx, ref) {
      await kube.delete(await resource(ctx), ref, ctx);
    },
  };
}

/** Tries again, reading included, while somebody else's write comes between. */
export async function retryOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      const isStale = isSillageError(error, "conflict") && error.reason === "Conflict";
      if (!isStale || count === maxAttempts) throw error;
    }
  }
}

function readAnswer(object: KubeObject): Application {
  return hideManifests(readApplication(object));
}

function readApplication(object: KubeObject): Application {
  const { managedFields: _managedFields, ...metadata } = object.metadata;
  return parseApplication({ ...object, metadata });
}
