import { LRUCache } from "lru-cache";
import type { RenderRequest, Rendering, SourceTree } from "./rendering.ts";
import { type Inputs, areInputsUnchanged } from "./view/index.ts";

/** A rendering with all it was made of. */
export interface Kept {
  readonly rendering: Rendering;
  /** What was read of each tree that was read; the source's own has the name "". */
  readonly inputs: ReadonlyMap<string, Inputs>;
  /** What it depends on besides files and the key: the versions of the cluster, for charts. */
  readonly platform: string;
}

export interface RenderCache {
  /** A rendering made of what the request's trees still have. */
  find(request: RenderRequest): Promise<Rendering | undefined>;
  keep(request: RenderRequest, kept: Kept): void;
}

/** Some, so that going back and forth between commits costs nothing. */
const keptPerKey = 3;

/** Keeps renderings by what was read for them. Least recently used ones go when they take more than `maxBytes`. */
export function createRenderCache({ maxBytes }: { readonly maxBytes: number }): RenderCache {
  const cache = new LRUCache<string, readonly Kept[]>({ maxSize: maxBytes, sizeCalculation: (list) => list.reduce((sum, { rendering }) => sum + estimateBytes(rendering), 1) });

  return {
    async find(request) {
      for (const kept of cache.get(keyOf(request)) ?? []) if (await isValid(kept, request)) return kept.rendering;
      return undefined;
    },
    keep(request, kept) {
      const key = keyOf(request);
      cache.set(key, [kept, ...(cache.peek(key) ?? [])].slice(0, keptPerKey));
    },
  };
}

/** The versions of the destination cluster as one value. */
export function platformOf(request: RenderRequest): string {
  return JSON.stringify([request.kubeVersion, request.apiVersions]);
}

async function isValid(kept: Kept, request: RenderRequest): Promise<boolean> {
  if (kept.platform !== "" && kept.platform !== platformOf(request)) return false;
  for (const [name, inputs] of kept.inputs) {
    const tree = treeOf(request, name);
    if (tree === undefined || !(await areInputsUnchanged(inputs, tree.objects, tree.rootOid))) return false;
  }
  return true;
}

function treeOf(request: RenderRequest, name: string): SourceTree | undefined {
  return name === "" ? request.tree : request.refs[name];
}

function keyOf({ source, appName, namespace }: RenderRequest): string {
  const { path, chart, helm, kustomize, directory, plugin } = source;
  return JSON.stringify([path, chart, helm, kustomize, directory, plugin, appName, namespace]);
}

const sizes = new WeakMap<Rendering, number>();

/** Objects take about three times their JSON. */
function estimateBytes(rendering: Rendering): number {
  const known = sizes.get(rendering);
  if (known !== undefined) return known;
  const size = 2_000 + 3 * JSON.stringify(rendering.manifests).length;
  sizes.set(rendering, size);
  return size;
}
