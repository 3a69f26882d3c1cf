export type EntryKind = "file" | "directory" | "symlink" | "submodule";

export interface TreeEntry {
  readonly kind: EntryKind;
  readonly oid: string;
}

const kinds: Readonly<Record<string, EntryKind>> = { "40000": "directory", "120000": "symlink", "160000": "submodule" };

/** The entries of a raw tree object: `<mode> <name>\0<id>` again and again. */
export function parseTree(bytes: Buffer, idBytes: number): ReadonlyMap<string, TreeEntry> {
  const tree = new Map<string, TreeEntry>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const zero = bytes.indexOf(0, space);
    const end = zero + 1 + idBytes;
    tree.set(bytes.toString("utf8", space + 1, zero), { kind: kinds[bytes.toString("latin1", at, space)] ?? "file", oid: bytes.toString("hex", zero + 1, end) });
    at = end;
  }
  return tree;
}
