import { SillageError, toSillageError } from "../../errors/index.ts";
import { type FileView, resolvePath } from "../view/index.ts";
import { absorbGenerated } from "./absorb-generated.ts";
import { type Directory, isRemote, readFileIn } from "./directory.ts";
import { generate, type Generated } from "./generate.ts";
import type { Kustomization } from "./kustomization.ts";
import { loadKustomization } from "./load-kustomization.ts";
import { loadPatches } from "./load-patches.ts";
import { loadObjects } from "./load-resources.ts";
import { createResource, currentId, describeId, idKey, type Resource } from "./resource.ts";
import { transform } from "./transform.ts";
import { Unsupported } from "./unsupported.ts";

interface Layer {
  readonly view: FileView;
  readonly path: string;
  /** The directories from the outermost kustomization to this one. */
  readonly chain: readonly string[];
  /** What a component works on; absent for a kustomization, which starts with nothing. */
  readonly parent?: readonly Resource[];
}

/** All resources of a layer, transformed, and the kustomization that made them. */
export interface Accumulated {
  readonly resources: readonly Resource[];
  readonly kustomization: Kustomization;
}

/** Reads and builds a kustomization and everything it refers to, depth first. References to renamed objects are not repaired yet. */
export async function accumulate(layer: Layer): Promise<Accumulated> {
  checkChain(layer);
  const { file, content: kustomization } = await loadKustomization(layer.view, layer.path);
  const directory = { view: layer.view, path: layer.path, file };
  const isComponent = layer.parent !== undefined;
  if (isComponent !== (kustomization.kind === "Component")) throw invalid(file, isComponent ? "a component must have the kind Component" : "a component belongs under components");

  const read = await readResources(layer, directory, kustomization);
  const generated = absorbGenerated(read, await generateAll(directory, kustomization), { file, line: 1 });
  const extended = await applyComponents(layer, { kustomization, resources: generated });
  const patches = await loadPatches(directory, kustomization);
  return { resources: inFile(file, () => checkUnique(transform(extended, kustomization, patches))), kustomization };
}

/** A kustomization may contain itself neither directly nor by naming a directory above one of its own. */
function checkChain({ path, chain }: Layer): void {
  const enclosing = chain.find((outer) => outer === path || path === "" || outer.startsWith(`${path}/`));
  if (enclosing === undefined) return;
  const names = [...chain, path].map((name) => `"${name === "" ? "." : name}"`).join(" → ");
  throw new SillageError("invalid", `Cannot build kustomization: circular reference ${names}`, { terminal: true, reason: "CircularKustomization" });
}

async function readResources(layer: Layer, directory: Directory, { resources = [], bases = [] }: Kustomization): Promise<Resource[]> {
  const found: Resource[] = [...(layer.parent ?? [])];
  for (const name of [...resources, ...bases]) {
    const path = isRemote(name) ? undefined : resolvePath(layer.path, name);
    const kind = path === undefined ? undefined : await layer.view.getKind(path);
    if (kind === "file" && path !== undefined) {
      found.push(...loadObjects(await readFileIn(directory, name), path).map(({ object, origin }) => createResource(checkText(object, origin.file), origin)));
    } else if (kind === "directory" && path !== undefined) {
      found.push(...(await accumulate({ view: layer.view, path, chain: [...layer.chain, layer.path] })).resources);
    } else if (path === undefined) throw new Unsupported(`"${directory.file}" has the remote resource "${name}"`);
    else throw new SillageError("notFound", `"${directory.file}" names the resource "${name}", which does not exist`, { terminal: true, reason: "ResourceNotFound" });
  }
  return inFile(directory.file, () => checkUnique(found));
}

/** Kustomize keeps the spelling of labels and annotations that are no strings, which is lost once they are parsed. */
function checkText(object: Resource["object"], file: string): Resource["object"] {
  const metadata = object["metadata"];
  for (const field of ["labels", "annotations"] as const) {
    const map = typeof metadata === "object" && metadata !== null ? Object.entries(metadata).find(([name]) => name === field)?.[1] : undefined;
    if (typeof map === "object" && map !== null && Object.values(map).some((value) => typeof value !== "string"))
      throw new Unsupported(`"${file}" has ${field} that are not strings`);
  }
  return object;
}

async function generateAll(directory: Directory, { configMapGenerator = [], secretGenerator = [], generatorOptions }: Kustomization): Promise<Generated[]> {
  const generated: Generated[] = [];
  for (const entry of configMapGenerator) generated.push(await generate(directory, entry, { kind: "ConfigMap", defaults: generatorOptions }));
  for (const entry of secretGenerator) generated.push(await generate(directory, entry, { kind: "Secret", defaults: generatorOptions }));
  return generated;
}

async function applyComponents({ view, path, chain }: Layer, { kustomization, resources }: Accumulated): Promise<readonly Resource[]> {
  let current = resources;
  for (const component of kustomization.components ?? []) {
    if (isRemote(component)) throw new Unsupported(`"${path}" has the remote component "${component}"`);
    current = (await accumulate({ view, path: resolvePath(path, component), chain: [...chain, path], parent: current })).resources;
  }
  return current;
}

function checkUnique<T extends readonly Resource[]>(resources: T): T {
  const seen = new Map<string, Resource>();
  for (const resource of resources) {
    const id = currentId(resource);
    const first = seen.get(idKey(id));
    if (first !== undefined) {
      const places = [first, resource].map(({ origin }) => `"${origin.file}" line ${origin.line}`).join(" and ");
      throw new SillageError("invalid", `${describeId(id)} is there twice: ${places}`, { terminal: true, reason: "DuplicateObject" });
    }
    seen.set(idKey(id), resource);
  }
  return resources;
}

/** Runs a step of a layer; a failure says in which kustomization file it was asked for. */
function inFile<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Unsupported) throw error;
    const cause = toSillageError(error);
    throw new SillageError(cause.code, `Cannot build "${file}": ${cause.message}`, { cause, terminal: true, ...(cause.reason === undefined ? {} : { reason: cause.reason }) });
  }
}

function invalid(file: string, problem: string): SillageError {
  return new SillageError("invalid", `Cannot build "${file}": ${problem}`, { terminal: true, reason: "InvalidKustomization" });
}
