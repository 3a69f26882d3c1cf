import { SillageError } from "../../errors/index.ts";
import { applyJsonPatch } from "../../kube/patch/index.ts";
import { ensureRecord, isMutableRecord, type MutableRecord, writeNulls } from "./json.ts";
import type { JsonPatch, LoadedPatch, StrategicPatch } from "./load-patches.ts";
import { currentId, describeId, formerIds, identify, idKey, nameOf, namespaceOf, rememberId, type Resource, setName } from "./resource.ts";
import { selectResources } from "./select-resources.ts";
import { keepingShared } from "./shared-entries.ts";
import { mergeStrategically } from "./strategic-merge.ts";
import { Unsupported } from "./unsupported.ts";

/** Applies the patches in order and returns what they leave. Throws `invalid` when a patch finds no object, or several, or does not fit. */
export function applyPatches(resources: readonly Resource[], patches: readonly LoadedPatch[]): readonly Resource[] {
  const state: State = { resources, byId: undefined };
  for (const patch of patches) {
    if (patch.kind === "json") applyJson(state, patch);
    else if (patch.target === undefined) for (const object of patch.objects) applyTo(state, findTarget(state, object, patch), { object, patch });
    else for (const resource of selectResources(present(state), patch.target)) for (const object of patch.objects) applyTo(state, resource, { object, patch });
  }
  return present(state);
}

/** Takes the place of an object that a patch deleted, until the end. */
const deleted: MutableRecord = {};

interface State {
  readonly resources: readonly Resource[];
  /** By all identities, former and current; dropped whenever they may have changed. */
  byId: ReadonlyMap<string, readonly Resource[]> | undefined;
}

function present(state: State): readonly Resource[] {
  return state.resources.filter((resource) => resource.object !== deleted);
}

function findTarget(state: State, object: MutableRecord, { source }: StrategicPatch): Resource {
  state.byId ??= indexById(state.resources);
  const id = identify(object);
  const [found, second] = (state.byId.get(idKey(id)) ?? []).filter((resource) => resource.object !== deleted);
  if (found !== undefined && second === undefined) return found;
  throw new SillageError("invalid", `Patch in "${source}" ${found === undefined ? "has no target" : "has several targets"}: ${describeId(id)}`, {
    terminal: true,
    reason: found === undefined ? "TargetNotFound" : "AmbiguousTarget",
  });
}

function indexById(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const resource of resources) {
    if (resource.object === deleted) continue;
    for (const key of new Set([...formerIds(resource), currentId(resource)].map(idKey))) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [resource]);
      else known.push(resource);
    }
  }
  return index;
}

interface StrategicStep {
  readonly object: MutableRecord;
  readonly patch: StrategicPatch;
}

function applyTo(state: State, resource: Resource, { object, patch }: StrategicStep): void {
  if (resource.object === deleted) return;
  const name = nameOf(resource);
  const namespace = namespaceOf(resource);
  const { apiVersion, kind } = resource.object;
  if (patch.mayRename || patch.mayChangeKind) {
    rememberId(resource);
    state.byId = undefined;
  }
  const merged = naming(resource, patch.source, () => keepingShared(resource, () => mergeStrategically(resource.object, { ...object, apiVersion })));
  if (merged === undefined || Object.keys(merged).length === 0) {
    resource.object = deleted;
    state.byId = undefined;
    return;
  }
  resource.object = merged;
  if (!patch.mayChangeKind) merged["kind"] = kind;
  if (!patch.mayRename) setName(resource, name);
  const metadata = ensureRecord(merged, "metadata");
  if (namespace === "") delete metadata["namespace"];
  else metadata["namespace"] = namespace;
}

function applyJson(state: State, { target, operations, source }: JsonPatch): void {
  for (const resource of selectResources(present(state), target)) {
    rememberId(resource);
    ensureRecord(ensureRecord(resource.object, "metadata"), "annotations");
    const patched = naming(resource, source, () => applyJsonPatch(writeNulls(resource.object), operations));
    if (isMutableRecord(patched)) resource.object = patched;
    resource.shared = [];
  }
  state.byId = undefined;
}

/** Runs a patch; a failure says which patch and on which object. */
function naming<T>(resource: Resource, source: string, run: () => T): T {
  const id = currentId(resource);
  try {
    return run();
  } catch (cause) {
    if (cause instanceof Unsupported) throw cause;
    throw new SillageError("invalid", `Cannot apply the patch in "${source}" to ${describeId(id)}`, { cause, terminal: true, reason: "PatchFailed" });
  }
}
