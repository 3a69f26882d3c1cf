import { isSillageError } from "../../errors/index.ts";
import { type ApiResource, type DeleteOptions, getRecord, type JsonObject, type KubeObject } from "../../kube/index.ts";
import { awaitEcho } from "./await-echo.ts";
import type { Caches, MachineryDeps } from "./caches.ts";
import { isEqualJson } from "./equal-json.ts";
import { refOf } from "./keys.ts";
import { toJson } from "./to-json.ts";

export interface Write {
  readonly signal: AbortSignal;
}

export type Removal = Pick<DeleteOptions, "gracePeriodSeconds" | "propagationPolicy">;

/** Writes of a controller: each resolves when our own cache has seen it. */
export interface Writer {
  create(resource: ApiResource, object: KubeObject, options: Write): Promise<KubeObject>;
  /** A merge patch that only holds for the version at hand; `conflict` when somebody was faster. */
  patch(resource: ApiResource, object: KubeObject, options: Write & { readonly body: JsonObject }): Promise<KubeObject>;
  update(resource: ApiResource, object: KubeObject, options: Write & { readonly subresource?: string }): Promise<KubeObject>;
  /** Replaces the status, unless it is the same already. Annotations that differ from the cached ones go with it. */
  writeStatus(resource: ApiResource, object: KubeObject, options: Write & { readonly status: JsonObject }): Promise<void>;
  /** Deletes exactly this object; fine when it is gone or another one has its name. Background unless said otherwise. */
  remove(resource: ApiResource, object: KubeObject, options: Write & Removal): Promise<void>;
}

export function createWriter(deps: MachineryDeps, caches: Caches): Writer {
  const { client, clock } = deps;

  async function seen(resource: ApiResource, object: KubeObject, signal: AbortSignal): Promise<KubeObject> {
    await awaitEcho(caches.of(resource), object, { clock, signal });
    return object;
  }

  return {
    async create(resource, object, { signal }) {
      return seen(resource, await client.create(resource, object, { signal }), signal);
    },
    async patch(resource, object, { signal, body }) {
      const { uid, resourceVersion } = object.metadata;
      const metadata = toJson({ ...getRecord(body, "metadata"), uid, resourceVersion });
      return seen(resource, await client.patch(resource, refOf(object), { ...body, metadata }, { type: "merge", signal }), signal);
    },
    async update(resource, object, { signal, ...options }) {
      return seen(resource, await client.update(resource, object, { signal, ...options }), signal);
    },
    async writeStatus(resource, object, { signal, status }) {
      const known = caches.of(resource).get(object.metadata.namespace ?? "", object.metadata.name ?? "");
      if (isEqualJson(object["status"], status) && isEqualJson(object.metadata.annotations, known?.metadata.annotations)) return;
      await seen(resource, await client.update(resource, { ...object, status }, { signal, subresource: "status" }), signal);
    },
    async remove(resource, object, { signal, propagationPolicy = "Background", ...removal }) {
      const preconditions = { uid: object.metadata.uid ?? "" };
      try {
        await client.delete(resource, refOf(object), { signal, propagationPolicy, preconditions, ...removal });
      } catch (error) {
        if (!isSillageError(error, "conflict")) throw error;
      }
    },
  };
}
