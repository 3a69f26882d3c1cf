export interface DirectoryEntry {
  readonly name: string;
  readonly kind: "file" | "directory";
}

/**
 * A read-only tree of files. Paths are relative to the root of the repository, with "/" between names; "" is the root.
 * Symbolic links are followed. All calls throw `invalid` for a path or link that leaves the tree, and for a file that is too large.
 */
export interface FileView {
  /** The bytes of a file; undefined when nothing, or a directory, stands there. */
  readFile(path: string): Promise<Uint8Array | undefined>;
  /** What is directly in a directory, sorted by name; undefined when no directory stands there. */
  listDirectory(path: string): Promise<readonly DirectoryEntry[] | undefined>;
  /** What stands at the path, without reading it. */
  getKind(path: string): Promise<"file" | "directory" | undefined>;
}
