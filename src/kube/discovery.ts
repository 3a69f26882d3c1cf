import type { Clock } from "../async/index.ts";
import type { ApiCaller } from "./api-caller.ts";
import type { ApiResource, CallOptions, Discovery } from "./client.ts";
import { isAggregated, readAggregated, readLegacyResources, legacyVersions } from "./discovery-documents.ts";
import type { GroupVersionKind } from "./object.ts";
import { createSharedLoad } from "./shared-load.ts";

export interface DiscoveryDeps {
  readonly api: Pick<ApiCaller, "fetchJson">;
  readonly clock: Clock;
}

/** In the order of preference the server gives: of one resource in several versions, the first is the preferred one. */
type Catalog = readonly ApiResource[];

interface Loaded {
  readonly all: Catalog;
  readonly byKind: ReadonlyMap<string, ApiResource>;
  readonly loadedMs: number;
}

const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
const reloadAfterMs = 1000;

/** Discovery over one connection, shared by all callers. */
export function createDiscovery(deps: DiscoveryDeps): Discovery {
  const { clock } = deps;
  let loaded: Loaded | undefined;

  async function load(signal: AbortSignal): Promise<Loaded> {
    const all = await fetchCatalog(deps, signal);
    const byKind = new Map<string, ApiResource>();
    for (const resource of all) {
      const key = kindKey(resource);
      if (!byKind.has(key)) byKind.set(key, resource);
    }
    return { all, byKind, loadedMs: clock.now() };
  }

  const reload = createSharedLoad(async (signal) => {
    const fresh = await load(signal);
    loaded = fresh;
    return fresh;
  });

  return {
    async findByKind(gvk, { signal }: CallOptions) {
      const current = loaded ?? (await reload(signal));
      const found = current.byKind.get(kindKey(gvk));
      if (found !== undefined || clock.now() - current.loadedMs < reloadAfterMs) return found;
      return (await reload(signal)).byKind.get(kindKey(gvk));
    },
    async fetchAll({ signal }) {
      const { all } = loaded ?? (await reload(signal));
      const preferred = new Map<string, ApiResource>();
      for (const resource of all) {
        const key = `${resource.group}/${resource.resource}`;
        if (!preferred.has(key)) preferred.set(key, resource);
      }
      return [...preferred.values()];
    },
    invalidate() {
      loaded = undefined;
    },
  };
}

function kindKey(gvk: GroupVersionKind): string {
  return `${gvk.group}/${gvk.version}/${gvk.kind}`;
}

function fetchDocument(deps: DiscoveryDeps, path: string, signal: AbortSignal): Promise<unknown> {
  return deps.api.fetchJson({ method: "GET", path, action: `discover the API at "${path}"`, accept, signal });
}

async function fetchCatalog(deps: DiscoveryDeps, signal: AbortSignal): Promise<Catalog> {
  const parts = await Promise.all(
    ["/api", "/apis"].map(async (path) => {
      const root = await fetchDocument(deps, path, signal);
      return isAggregated(root) ? readAggregated(root) : fetchLegacy(deps, root, signal);
    }),
  );
  return parts.flat();
}

/** One request per group version; a version whose server is away is left out, as kubectl does. */
async function fetchLegacy(deps: DiscoveryDeps, root: unknown, signal: AbortSignal): Promise<Catalog> {
  const lists = await Promise.all(
    legacyVersions(root).map(async ({ path, group, version }) => {
      try {
        return readLegacyResources(await fetchDocument(deps, path, signal), { group, version });
      } catch (error) {
        if (signal.aborted) throw error;
        return [];
      }
    }),
  );
  return lists.flat();
}
