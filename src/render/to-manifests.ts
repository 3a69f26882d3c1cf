import { SillageError } from "../errors/index.ts";
import { getField, getRecord, getString, isKubeObject, isRecord } from "../kube/index.ts";
import type { YamlDocument } from "../kube/yaml/index.ts";
import type { Manifest, Origin } from "./view/index.ts";

/** Documents of one file as manifests: empty ones are left out, lists are replaced by their items. Throws `invalid` with file and line. */
export function toManifests(documents: readonly YamlDocument[], file: string): Manifest[] {
  return documents.flatMap(({ value, line }) => (value === null ? [] : flatten(value, { file, line })));
}

function flatten(value: unknown, origin: Origin): Manifest[] {
  const items = getField(value, "items");
  if (Array.isArray(items)) return items.flatMap((item) => flatten(item, origin));
  if (isRecord(value) && String(value["kind"]).endsWith("List") && items === null) return [];
  return [toManifest(value, origin)];
}

/** Throws `invalid` when the value lacks what every Kubernetes object has. */
function toManifest(value: unknown, origin: Origin): Manifest {
  const problem = findProblem(value);
  if (problem === undefined && isKubeObject(value)) return { object: value, origin };
  const reason = problem ?? "it has no apiVersion, kind and metadata";
  throw new SillageError("invalid", `Cannot use "${origin.file}:${origin.line}" as a Kubernetes object: ${reason}`, { terminal: true, reason: "InvalidManifest" });
}

function findProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return "it is not a mapping";
  const kind = getString(value, "kind") ?? "";
  if ((getString(value, "apiVersion") ?? "") === "") return "it has no apiVersion";
  if (kind === "") return "it has no kind";
  if (!isRecord(value["metadata"])) return `the ${kind} has no metadata`;
  const name = getString(value, "metadata", "name") ?? getString(value, "metadata", "generateName") ?? "";
  if (name === "") return `the ${kind} has no metadata.name`;
  return findMetadataProblem(value, `${kind} "${name}"`);
}

function findMetadataProblem(value: unknown, label: string): string | undefined {
  const namespace = getField(value, "metadata", "namespace");
  if (namespace !== undefined && namespace !== null && typeof namespace !== "string") return `metadata.namespace of ${label} is not a string`;
  for (const field of ["labels", "annotations"]) {
    const wrong = Object.entries(getRecord(value, "metadata", field) ?? {}).find(([, entry]) => typeof entry !== "string");
    if (wrong !== undefined) return `metadata.${field}["${wrong[0]}"] of ${label} is not a string, put it in quotes`;
  }
  return undefined;
}
