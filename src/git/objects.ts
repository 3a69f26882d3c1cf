import { LRUCache } from "lru-cache";
import { SillageError } from "../errors/index.ts";
import type { CatFile } from "./cat-file.ts";
import { type Commit, parseCommit } from "./parse-commit.ts";
import { type TreeEntry, parseTree } from "./parse-tree.ts";

/** The immutable content of one repository, by object id. Reads the local mirror only. */
export interface GitObjects {
  /** The entries of a directory by name, in Git's order. */
  fetchTree(oid: string): Promise<ReadonlyMap<string, TreeEntry>>;
  /** The bytes of a file, or the target of a symbolic link. Throws `invalid` when there are more than `maxBytes`. */
  fetchBlob(oid: string, maxBytes: number): Promise<Uint8Array>;
  /** The commit a full or short id, or the id of an annotated tag, stands for; undefined when the mirror has none. */
  findCommit(id: string): Promise<Commit | undefined>;
}

const maxCachedEntries = 100_000;
const maxCachedCommits = 1_000;
const maxTreeBytes = 64 * 1024 * 1024;
const maxCachedBytes = 4 * 1024 * 1024;
const maxCachedFileBytes = 64 * 1024;

export function createObjects(catFile: CatFile): GitObjects {
  const trees = new LRUCache<string, ReadonlyMap<string, TreeEntry>>({
    maxSize: maxCachedEntries,
    sizeCalculation: (tree) => tree.size + 1,
    fetchMethod: async (oid) => parseTree((await read(oid, maxTreeBytes)).bytes, oid.length / 2),
  });

  const commits = new LRUCache<string, Commit>({ max: maxCachedCommits });

  /** Small files, for those that many applications share, such as a base. */
  const blobs = new LRUCache<string, Uint8Array>({ maxSize: maxCachedBytes, maxEntrySize: maxCachedFileBytes, sizeCalculation: ({ length }) => length + 1 });

  async function read(oid: string, maxBytes: number): Promise<{ readonly bytes: Buffer }> {
    const object = await catFile.read(oid, maxBytes);
    if (object === undefined) throw new SillageError("internal", `The Git mirror has no object "${oid}"`);
    return object;
  }

  return {
    async fetchTree(oid) {
      const tree = await trees.fetch(oid);
      return tree ?? new Map();
    },
    async fetchBlob(oid, maxBytes) {
      const known = blobs.get(oid);
      if (known !== undefined && known.length <= maxBytes) return known;
      const { bytes } = await read(oid, maxBytes);
      // A copy, because what was read is a view of all that came with it.
      if (bytes.length <= maxCachedFileBytes) blobs.set(oid, new Uint8Array(bytes));
      return bytes;
    },
    async findCommit(id) {
      const known = commits.get(id);
      if (known !== undefined) return known;
      const object = await catFile.read(`${id}^{commit}`, maxTreeBytes);
      if (object === undefined) return undefined;
      const commit = parseCommit(object.oid, object.bytes.toString("utf8"));
      commits.set(commit.sha, commit);
      return commit;
    },
  };
}
