import { isDeepStrictEqual } from "node:util";
import { apiVersion, parseApplication, type Application } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { getStringMap, type ApiResource, type JsonObject, type KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import type { ServerDeps } from "./deps.ts";

interface CreateRequest {
  readonly wanted: Application;
  readonly upsert: boolean;
  readonly namespace: string;
  readonly resource: ApiResource;
}

/** Creating the same again is fine; another spec needs `upsert`. */
export async function createOrUpdate(ctx: Context, deps: ServerDeps, request: CreateRequest): Promise<KubeObject> {
  const { wanted, upsert, namespace, resource } = request;
  const name = wanted.metadata.name;
  if (name === undefined || name === "") throw new SillageError("invalid", "An application needs a name");
  const metadata = {
    name,
    namespace,
    labels: getStringMap(wanted.metadata.labels),
    annotations: getStringMap(wanted.metadata.annotations),
    finalizers: wanted.metadata.finalizers ?? [],
  };
  const object: KubeObject = { apiVersion, kind: "Application", metadata, spec: wanted.spec, ...(wanted.operation === undefined ? {} : { operation: wanted.operation }) };
  const existing = await deps.kube.fetchObject(resource, { namespace, name }, ctx);
  if (existing === undefined) return deps.kube.create(resource, object, ctx);
  if (isDeepStrictEqual(toJson(parseApplication(existing).spec), toJson(wanted.spec))) return existing;
  if (!upsert) throw new SillageError("invalid", `Application "${name}": existing application spec is different, use upsert flag to force update`);
  return deps.kube.update(resource, { ...existing, metadata: { ...existing.metadata, ...metadata }, spec: wanted.spec }, ctx);
}

/** What JSON makes of it: `undefined` fields are gone. */
export function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
