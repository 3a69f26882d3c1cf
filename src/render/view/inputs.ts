import type { EntryKind, ObjectStore, TreeEntry } from "./object-store.ts";

/**
 * What was read from a tree, as a trie of paths. Each node keeps the id that stood there, so an unchanged directory is recognised
 * without looking into it.
 */
export interface Inputs {
  readonly kind: EntryKind | undefined;
  readonly oid: string;
  /** The bytes were read, not only the existence. */
  readonly hasContent: boolean;
  /** The names and kinds that were listed, when they were. */
  readonly listing: string | undefined;
  readonly children: ReadonlyMap<string, Inputs>;
}

/** Whether everything that was read, listed or found absent would be found the same in another tree. */
export async function areInputsUnchanged(inputs: Inputs, store: ObjectStore, rootOid: string): Promise<boolean> {
  return isUnchanged(inputs, store, { kind: "directory", oid: rootOid });
}

async function isUnchanged(inputs: Inputs, store: ObjectStore, entry: TreeEntry | undefined): Promise<boolean> {
  if (inputs.kind !== entry?.kind) return false;
  if (entry === undefined || inputs.oid === entry.oid) return true;
  if (inputs.hasContent) return false;
  if (entry.kind !== "directory" || (inputs.listing === undefined && inputs.children.size === 0)) return true;
  const tree = await store.fetchTree(entry.oid);
  if (inputs.listing !== undefined && inputs.listing !== formatListing(tree)) return false;
  for (const [name, child] of inputs.children) if (!(await isUnchanged(child, store, tree.get(name)))) return false;
  return true;
}

export function formatListing(tree: ReadonlyMap<string, TreeEntry>): string {
  return [...tree].map(([name, entry]) => `${entry.kind} ${name}`).join("\0");
}
