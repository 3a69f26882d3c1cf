import { isDeepStrictEqual } from "node:util";
import { apiVersion, type Application } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { Context } from "../../log/index.ts";
import { refOf } from "./find-application.ts";
import { hideManifests } from "./hide-manifests.ts";
import { retryOnConflict, type ApplicationStore } from "./store.ts";
import { toJson } from "./to-json.ts";

interface CreateRequest {
  readonly wanted: Application;
  readonly upsert: boolean;
  /** Called before an existing application is changed; throws when it must not be. */
  admitChange(current: Application): void;
}

/** Creating the same again is fine; anything else about one that exists needs `upsert`, which adds labels and annotations and sets the rest. */
export async function createOrUpdate(ctx: Context, store: ApplicationStore, request: CreateRequest): Promise<Application> {
  const { wanted, upsert } = request;
  const { spec } = wanted;
  const { name = "", namespace, labels = {}, annotations = {}, finalizers = [] } = wanted.metadata;
  return retryOnConflict(async () => {
    const existing = await store.fetch(ctx, refOf(wanted));
    if (existing === undefined) {
      const metadata = { name, ...(namespace === undefined ? {} : { namespace }), labels, annotations, finalizers };
      // No operation: what may be synced is for Sync to judge.
      return store.create(ctx, { apiVersion, kind: "Application", metadata, spec });
    }
    const merged = replaceWritten(existing, wanted, { merge: true });
    if (isSame(existing, merged)) return hideManifests(existing);
    if (!upsert) throw new SillageError("invalid", `Application "${name}": existing application spec is different, use upsert flag to force update`);
    request.admitChange(existing);
    return store.update(ctx, { ...merged });
  });
}

/** The application with what a person writes of it taken from another; `merge` keeps labels and annotations that the other does not have. */
export function replaceWritten(existing: Application, wanted: Application, { merge }: { readonly merge: boolean }): Application {
  const { labels = {}, annotations = {}, finalizers = [] } = wanted.metadata;
  return {
    ...existing,
    metadata: {
      ...existing.metadata,
      labels: { ...(merge ? existing.metadata.labels : {}), ...labels },
      annotations: { ...(merge ? existing.metadata.annotations : {}), ...annotations },
      finalizers,
    },
    spec: wanted.spec,
  };
}

function isSame(one: Application, other: Application): boolean {
  return isDeepStrictEqual(written(one), written(other));
}

/** What a person writes of an Application. */
function written({ metadata, spec }: Application): object {
  const { labels = {}, annotations = {}, finalizers = [] } = metadata;
  return toJson({ labels, annotations, finalizers, spec });
}
