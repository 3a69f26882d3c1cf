import type { DirectoryEntry, FileView } from "./file-view.ts";
import { formatListing, type Inputs } from "./inputs.ts";
import { createRoot, readBytes, walkTo, type WalkOptions } from "./walk.ts";

/** A file view that remembers what it was asked. */
export interface RecordingView extends FileView {
  /** Everything read so far. */
  readonly inputs: Inputs;
}

/** A view of the tree with the given id that records all files, listings and absences it was asked for. */
export function createRecordingView(options: WalkOptions): RecordingView {
  const root = createRoot(options.rootOid);

  async function getKind(path: string): Promise<"file" | "directory" | undefined> {
    const { kind } = await walkTo(root, path, options);
    return kind === "file" || kind === "directory" ? kind : undefined;
  }

  return {
    inputs: root,
    getKind,
    async readFile(path) {
      const node = await walkTo(root, path, options);
      return node.kind === "file" ? readBytes(node, path, options) : undefined;
    },
    async listDirectory(path) {
      const node = await walkTo(root, path, options);
      if (node.kind !== "directory") return undefined;
      const tree = await options.store.fetchTree(node.oid);
      node.listing ??= formatListing(tree);
      const entries: DirectoryEntry[] = [];
      for (const [name, { kind }] of tree) {
        const seen = kind === "symlink" ? await getKind(path === "" ? name : `${path}/${name}`) : kind;
        if (seen === "file" || seen === "directory") entries.push({ name, kind: seen });
      }
      return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}
