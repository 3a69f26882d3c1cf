import { SillageError } from "../../errors/index.ts";
import { getString } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { ensureRecord, isMutableRecord, type MutableRecord, writeNulls } from "./json.ts";
import type { Kustomization, PatchEntry, PatchTarget } from "./kustomization.ts";
import { type Directory, readFileIn } from "./directory.ts";
import { loadObjects } from "./load-resources.ts";
import { Unsupported } from "./unsupported.ts";

/** A patch whose text has been read. Without a target a strategic one names its object itself. */
export type LoadedPatch = StrategicPatch | JsonPatch;

export interface StrategicPatch {
  readonly kind: "strategic";
  /** Where it was written, for messages. */
  readonly source: string;
  readonly objects: readonly MutableRecord[];
  readonly target?: PatchTarget;
  readonly mayRename: boolean;
  readonly mayChangeKind: boolean;
}

export interface JsonPatch {
  readonly kind: "json";
  readonly source: string;
  readonly operations: unknown;
  readonly target: PatchTarget;
}

/** The patches of a layer in the order of their application; `late` ones come after the names have changed. */
export interface LoadedPatches {
  readonly early: readonly LoadedPatch[];
  readonly late: readonly LoadedPatch[];
}

export async function loadPatches(directory: Directory, { patches = [], patchesStrategicMerge = [], patchesJson6902 = [] }: Kustomization): Promise<LoadedPatches> {
  const early: LoadedPatch[] = [];
  const late: LoadedPatch[] = [];
  for (const text of patchesStrategicMerge) {
    const isInline = text.includes("\n") || text.startsWith("{");
    const loaded = await loadPatch(directory, isInline ? { patch: text } : { path: text });
    if (loaded !== undefined) early.push(loaded);
  }
  for (const entry of patches) {
    const loaded = await loadPatch(directory, entry);
    if (loaded !== undefined) early.push(loaded);
  }
  for (const entry of patchesJson6902) {
    if (entry.target?.name === undefined || entry.target.name === "") throw invalid(directory.file, "an entry of patchesJson6902 has no target name");
    const loaded = await loadPatch(directory, entry);
    if (loaded !== undefined) late.push(loaded);
  }
  return { early, late };
}

/** Undefined for a patch without content. */
async function loadPatch(directory: Directory, { path = "", patch = "", target, options = {} }: PatchEntry): Promise<LoadedPatch | undefined> {
  if ((path === "") === (patch.trim() === "")) throw invalid(directory.file, "a patch must have either path or patch");
  const source = path === "" ? directory.file : path;
  const text = path === "" ? patch.trim() : await readFileIn(directory, path);
  const [first] = parseDocuments(text, { file: source });
  if (first === undefined || first.value === null) return undefined;
  if (Array.isArray(first.value)) return createJsonPatch(first.value, { source, target });
  const objects = loadObjects(text, source).map((loaded) => writeNulls(loaded.object));
  if (objects.length === 0) return undefined;
  if (target !== undefined) {
    if (objects.length > 1) throw invalid(source, "a patch with a target must be one object");
    for (const object of objects) normalizeMetadata(object, source);
  }
  return {
    kind: "strategic",
    source,
    objects,
    ...(target === undefined ? {} : { target }),
    mayRename: options.allowNameChange ?? false,
    mayChangeKind: options.allowKindChange ?? false,
  };
}

/** Under a target, labels and annotations are taken as maps of texts: null neither deletes the map nor an entry, but becomes a text itself. */
function normalizeMetadata(object: MutableRecord, source: string): void {
  const metadata = ensureRecord(object, "metadata");
  for (const field of ["labels", "annotations"]) {
    const values = Object.values(isMutableRecord(metadata[field]) ? metadata[field] : {});
    if (values.some((value) => typeof value !== "string")) throw new Unsupported(`a patch in "${source}" has ${field} that are not strings`);
    if (values.length === 0) delete metadata[field];
  }
}

function createJsonPatch(operations: readonly unknown[], { source, target }: { readonly source: string; readonly target: PatchTarget | undefined }): JsonPatch {
  if (target === undefined) throw invalid(source, "a JSON patch must have a target");
  const paths = operations.flatMap((operation) => [getString(operation, "path") ?? "", getString(operation, "from") ?? ""]);
  if (paths.some((path) => /\/-\d/.test(path))) throw new Unsupported(`a patch in "${source}" counts from the end of a list`);
  return { kind: "json", source, operations, target };
}

function invalid(file: string, problem: string): SillageError {
  return new SillageError("invalid", `Cannot read the patches of "${file}": ${problem}`, { terminal: true, reason: "InvalidPatch" });
}
