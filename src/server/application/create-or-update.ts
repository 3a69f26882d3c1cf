import { isDeepStrictEqual } from "node:util";
import { apiVersion, type Application } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { Context } from "../../log/index.ts";
import { retryOnConflict, type ApplicationStore } from "./store.ts";
import { toJson } from "./to-json.ts";

interface CreateRequest {
  readonly wanted: Application;
  readonly upsert: boolean;
  readonly namespace: string;
}

/** Creating the same again is fine; anything else about one that exists needs `upsert`, which adds labels and annotations and sets the rest. */
export async function createOrUpdate(ctx: Context, store: ApplicationStore, { wanted, upsert, namespace }: CreateRequest): Promise<Application> {
  const { spec, operation } = wanted;
  const { name = "", labels = {}, annotations = {}, finalizers = [] } = wanted.metadata;
  return retryOnConflict(async () => {
    const existing = await store.fetch(ctx, { namespace, name });
    if (existing === undefined) {
      const metadata = { name, namespace, labels, annotations, finalizers };
      return store.create(ctx, { apiVersion, kind: "Application", metadata, spec, ...(operation === undefined ? {} : { operation }) });
    }
    const merged = {
      ...existing,
      metadata: {
        ...existing.metadata,
        labels: { ...existing.metadata.labels, ...labels },
        annotations: { ...existing.metadata.annotations, ...annotations },
        finalizers,
      },
      spec,
    };
    if (isSame(existing, merged)) return existing;
    if (!upsert) throw new SillageError("invalid", `Application "${name}": existing application spec is different, use upsert flag to force update`);
    return store.update(ctx, { ...merged });
  });
}

function isSame(one: Application, other: Application): boolean {
  return isDeepStrictEqual(written(one), written(other));
}

/** What a person writes of an Application. */
function written({ metadata, spec }: Application): object {
  const { labels = {}, annotations = {}, finalizers = [] } = metadata;
  return toJson({ labels, annotations, finalizers, spec });
}
