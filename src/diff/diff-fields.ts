import { getField, isRecord, type JsonObject, type KubeObject } from "../kube/index.ts";
import { diffList } from "./diff-list.ts";
import { childOf } from "./field-tree.ts";
import { isSameJson } from "./json.ts";
import type { FieldDifference, Walk } from "./walk.ts";

const managedMetadata = ["labels", "annotations", "finalizers", "ownerReferences"];
const unmanagedFields = ["apiVersion", "kind", "metadata", "status"];
const annotationsOfTools = ["kubectl.kubernetes.io/last-applied-configuration"];

/**
 * Compares a desired object with a live one, looking only at the fields that are declared or that we own. No difference is certain; a difference may still
 * be mere spelling (`1024Mi` and `1Gi`, a default inside an atomic list), which only the server knows. The status is never compared.
 */
export function diffFields(desired: KubeObject, live: KubeObject, owned: JsonObject | undefined): FieldDifference[] {
  const metadata: Walk = { path: "metadata", desired: desired.metadata, live: live.metadata, owned: owned && childOf(owned, "f:metadata") };
  const fields = fieldsOf({ path: "", desired, live, owned }).filter((field) => !unmanagedFields.includes(field));
  return [...managedMetadata.flatMap((field) => diffMember(metadata, field)), ...fields.flatMap((field) => diffMember({ path: "", desired, live, owned }, field))];
}

/** One value: by the structure of what we own, or as a whole where we own nothing below. */
function diffField(walk: Walk): FieldDifference[] {
  const { path, desired, live, owned } = walk;
  const structure = live === undefined ? "leaf" : structureOf(owned ?? {});
  if (structure === "map" && isRecord(desired)) return fieldsOf(walk).flatMap((field) => diffMember(walk, field));
  if (structure === "list" && Array.isArray(desired)) return diffList(walk, diffField);
  return isSameJson(desired, live) ? [] : [{ path, desired, live }];
}

function diffMember(walk: Walk, field: string): FieldDifference[] {
  const desired = getField(walk.desired, field) ?? undefined;
  const live = getField(walk.live, field);
  const owned = walk.owned && childOf(walk.owned, `f:${field}`);
  const path = joinPath(walk.path, field);
  if (desired === undefined) return live !== undefined && (isDeclared(walk, field) || ownsSomething(owned)) ? [{ path, live }] : [];
  return diffField({ path, desired, live, owned });
}

/** The fields that are declared or owned at this place. */
function fieldsOf({ desired, owned }: Walk): string[] {
  const declared = isRecord(desired) ? Object.keys(desired) : [];
  const set = Object.keys(owned ?? {}).flatMap((key) => (key.startsWith("f:") ? [key.slice(2)] : []));
  return [...new Set([...declared, ...set])].filter((field) => !annotationsOfTools.includes(field));
}

function isDeclared({ desired }: Walk, field: string): boolean {
  return isRecord(desired) && field in desired;
}

/** Bookkeeping of tools is none of our fields. */
function ownsSomething(owned: JsonObject | undefined): boolean {
  const fields = Object.keys(owned ?? {}).filter((field) => field !== ".");
  return owned !== undefined && (fields.length === 0 || fields.some((field) => !annotationsOfTools.includes(field.slice(2))));
}

function structureOf(owned: JsonObject): "map" | "list" | "leaf" {
  for (const key in owned) {
    if (key.startsWith("f:")) return "map";
    if (key.startsWith("k:") || key.startsWith("v:")) return "list";
  }
  return "leaf";
}

function joinPath(path: string, field: string): string {
  const step = /^[\w-]+$/.test(field) ? field : JSON.stringify(field);
  return path === "" ? step : `${path}.${step}`;
}
