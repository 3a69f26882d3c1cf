import { SillageError } from "../../errors/index.ts";
import { getString, type KubeObject } from "../../kube/index.ts";
import type { FileView, Manifest } from "../view/index.ts";
import { accumulate } from "./accumulate.ts";
import { appendHashes } from "./append-hashes.ts";
import { fixNameReferences } from "./fix-name-references.ts";
import { isMutableRecord, writeNulls } from "./json.ts";
import type { Resource } from "./resource.ts";
import { sortResources } from "./sort-resources.ts";
import { Unsupported } from "./unsupported.ts";

/** What came of it. `unsupported` says why only the real program can build this kustomization. */
export type BuildResult = { readonly kind: "built"; readonly manifests: readonly Manifest[] } | { readonly kind: "unsupported"; readonly reason: string };

const localAnnotation = "config.kubernetes.io/local-config";

/**
 * Builds the kustomization in a directory of the view, with the same objects in the same order as `kustomize build`.
 * Throws `invalid` or `notFound`, with file and reason, where the real program fails.
 */
export async function buildKustomization(view: FileView, path: string): Promise<BuildResult> {
  try {
    const { resources, kustomization } = await accumulate({ view, path, chain: [] });
    appendHashes(resources);
    fixNameReferences(resources);
    const wanted = resources.filter((resource) => !isLocal(resource));
    return { kind: "built", manifests: sortResources(wanted, kustomization.sortOptions).map(toManifest) };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: "unsupported", reason: error.message };
    throw error;
  }
}

/** Read only to be referred to, not to be deployed. */
function isLocal({ object }: Resource): boolean {
  const value = getString(object, "metadata", "annotations", localAnnotation);
  return value !== undefined && value !== "false";
}

function toManifest({ object: built, origin }: Resource): Manifest {
  const object = writeNulls(built);
  const metadata = isMutableRecord(object) ? object["metadata"] : undefined;
  if (isMutableRecord(metadata) && Object.hasOwn(metadata, "annotations") && isEmptyMap(metadata["annotations"])) delete metadata["annotations"];
  if (!isKubeObject(object))
    throw new SillageError("invalid", `The object at line ${origin.line} of "${origin.file}" has no apiVersion`, { terminal: true, reason: "InvalidManifest" });
  return { object, origin };
}

function isEmptyMap(value: unknown): boolean {
  return value === null || (isMutableRecord(value) && Object.keys(value).length === 0);
}

function isKubeObject(object: unknown): object is KubeObject {
  return isMutableRecord(object) && typeof object["apiVersion"] === "string" && typeof object["kind"] === "string" && isMutableRecord(object["metadata"]);
}
