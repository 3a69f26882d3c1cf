import type { Store } from "../../store/index.ts";
import type { Catalog } from "./catalog.ts";
import { storeNameIn } from "./custom-resources.ts";

const definitions = "apiextensions.k8s.io/customresourcedefinitions";

/** Keeps the catalog in step with the stored CustomResourceDefinitions. Returns the way to stop. */
export function watchDefinitions(store: Store, catalog: Catalog): () => void {
  for (const stored of store.list(definitions) ?? []) catalog.setDefinition(stored.object);
  return store.subscribe(definitions, (change) => {
    if (change.type === "deleted") catalog.removeDefinition(change.current.name);
    else catalog.setDefinition(change.current.object);
    if (change.type === "added") store.startHistory(storeNameIn(change.current.object));
  });
}
