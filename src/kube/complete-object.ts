import { SillageError } from "../errors/index.ts";
import type { ApiResource } from "./client.ts";
import { isRecord } from "./fields.ts";
import { formatApiVersion, isKubeObject, type KubeObject } from "./object.ts";

/**
 * An object from a list or a watch with the type of its resource: list items come without `apiVersion` and `kind`, metadata-only ones with
 * `PartialObjectMetadata`.
 */
export function completeObject(resource: ApiResource, value: unknown): KubeObject {
  const apiVersion = formatApiVersion(resource.group, resource.version);
  const { kind } = resource;
  const object = !isRecord(value) || value["kind"] === kind ? value : value["kind"] === undefined ? { apiVersion, kind, ...value } : { ...value, apiVersion, kind };
  if (!isKubeObject(object)) throw new SillageError("unavailable", `Cannot read ${kind}: the server sent something that is no object`);
  return object;
}
