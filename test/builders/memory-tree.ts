import { createHash } from "node:crypto";
import { SillageError } from "../../src/errors/index.ts";
import type { SourceTree } from "../../src/render/index.ts";
import type { TreeEntry } from "../../src/render/view/index.ts";

/** A tree by its files, with content-addressed ids as in Git. `link:target` as content makes a symbolic link. `reads` gathers what is fetched. */
export function memoryTree(files: Readonly<Record<string, string>>, reads: string[] = []): SourceTree {
  const blobs = new Map<string, Buffer>();
  const trees = new Map<string, ReadonlyMap<string, TreeEntry>>();

  function addFile(text: string): TreeEntry {
    const isLink = text.startsWith("link:");
    const content = Buffer.from(isLink ? text.slice(5) : text);
    const oid = createHash("sha1").update("blob").update(content).digest("hex");
    blobs.set(oid, content);
    return { kind: isLink ? "symlink" : "file", oid };
  }

  function addFolder(prefix: string): TreeEntry {
    const entries = new Map<string, TreeEntry>();
    const names = new Set(Object.keys(files).flatMap((file) => (file.startsWith(prefix) ? [file.slice(prefix.length).split("/")[0]!] : [])));
    for (const name of [...names].toSorted()) {
      const text = files[prefix + name];
      entries.set(name, text === undefined ? addFolder(`${prefix}${name}/`) : addFile(text));
    }
    const oid = createHash("sha1")
      .update(JSON.stringify([...entries]))
      .digest("hex");
    trees.set(oid, entries);
    return { kind: "directory", oid };
  }

  return {
    rootOid: addFolder("").oid,
    objects: {
      async fetchTree(oid) {
        reads.push(`tree ${oid}`);
        return trees.get(oid)!;
      },
      async fetchBlob(oid, maxBytes) {
        reads.push(`blob ${oid}`);
        const bytes = blobs.get(oid)!;
        if (bytes.length > maxBytes) throw new SillageError("invalid", `The file has ${bytes.length} bytes, more than the limit of ${maxBytes}`, { reason: "FileTooLarge" });
        return bytes;
      },
    },
  };
}
