import { SillageError } from "../../errors/index.ts";
import { getStringMap } from "../../kube/index.ts";
import type { Origin } from "../view/index.ts";
import type { Generated } from "./generate.ts";
import { ensureRecord, isMutableRecord, type MutableRecord } from "./json.ts";
import { createResource, currentId, describeId, formerIds, identify, idKey, nameOf, namespaceOf, type Resource } from "./resource.ts";

/** Adds what was generated to the resources, or merges it into the object that has, or had, its name. Throws `invalid` when that does not fit. */
export function absorbGenerated(resources: readonly Resource[], generated: readonly Generated[], origin: Origin): Resource[] {
  const result = [...resources];
  const places = indexPlaces(generated.length === 0 ? [] : result);
  for (const one of generated) {
    const id = identify(one.object);
    const [place, second] = places.get(idKey(id)) ?? [];
    const old = place === undefined ? undefined : result[place];
    if (second !== undefined) throw invalid(`several objects could take up ${describeId(id)}`);
    if (place === undefined || old === undefined) {
      if (one.behavior !== "create") throw invalid(`${describeId(id)} does not exist and cannot be ${one.behavior === "merge" ? "merged" : "replaced"}`);
      places.set(idKey(id), [result.length]);
      result.push({ ...createResource(one.object, origin), needsHash: one.needsHash });
    } else {
      if (one.behavior === "create") throw invalid(`${describeId(id)} exists already; its behavior must be merge or replace`);
      result[place] = takeOver(old, one);
    }
  }
  return result;
}

/** Where in the list the objects are that have or had an identity. */
function indexPlaces(resources: readonly Resource[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [place, resource] of resources.entries()) {
    for (const key of new Set([...formerIds(resource), currentId(resource)].map(idKey))) places.set(key, [...(places.get(key) ?? []), place]);
  }
  return places;
}

/** The new object with the metadata of the old one, and for a merge with its data. */
function takeOver(old: Resource, { object, behavior, needsHash }: Generated): Resource {
  const metadata = ensureRecord(object, "metadata");
  for (const field of ["labels", "annotations"]) {
    const merged = { ...getStringMap(old.object, "metadata", field), ...getStringMap(object, "metadata", field) };
    if (Object.keys(merged).length > 0) metadata[field] = merged;
  }
  metadata["name"] = nameOf(old);
  if (namespaceOf(old) === "") delete metadata["namespace"];
  else metadata["namespace"] = namespaceOf(old);
  if (behavior === "merge") for (const field of ["data", "binaryData"]) mergeData(old.object, object, field);
  return { ...old, object, shared: [], needsHash: old.needsHash && needsHash };
}

function mergeData(old: MutableRecord, object: MutableRecord, field: string): void {
  const merged = { ...getStringMap(old, field), ...getStringMap(object, field) };
  if (Object.keys(merged).length > 0) object[field] = merged;
  else if (isMutableRecord(object[field])) delete object[field];
}

function invalid(problem: string): SillageError {
  return new SillageError("invalid", `Cannot generate: ${problem}`, { terminal: true, reason: "InvalidGenerator" });
}
