import { readFile, readdir, readlink, stat } from "node:fs/promises";
import path from "node:path";
import { SillageError } from "../../errors/index.ts";
import type { ObjectStore, TreeEntry } from "./object-store.ts";

const linkPrefix = "link:";

/**
 * The files below a folder of this machine, for rendering a work tree. The root id is "". Ids are paths, so they do not change with the
 * content: what is read here must not be cached. `.git` is left out.
 */
export function createDiskStore(root: string): ObjectStore {
  return {
    async fetchTree(oid) {
      const entries = await readdir(path.join(root, oid), { withFileTypes: true });
      const tree = new Map<string, TreeEntry>();
      for (const entry of entries) {
        const child = path.posix.join(oid, entry.name);
        if (entry.name === ".git") continue;
        if (entry.isDirectory()) tree.set(entry.name, { kind: "directory", oid: child });
        else if (entry.isSymbolicLink()) tree.set(entry.name, { kind: "symlink", oid: linkPrefix + child });
        else if (entry.isFile()) tree.set(entry.name, { kind: "file", oid: child });
      }
      return tree;
    },
    async fetchBlob(oid, maxBytes) {
      if (oid.startsWith(linkPrefix)) return Buffer.from(await readlink(path.join(root, oid.slice(linkPrefix.length))));
      const file = path.join(root, oid);
      const { size } = await stat(file);
      if (size > maxBytes) throw new SillageError("invalid", `The file has ${size} bytes, more than the limit of ${maxBytes}`, { terminal: true, reason: "FileTooLarge" });
      return readFile(file);
    },
  };
}
