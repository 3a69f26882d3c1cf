export type EntryKind = "file" | "directory" | "symlink" | "submodule";

export interface TreeEntry {
  readonly kind: EntryKind;
  /** Equal ids mean equal content, for files and for whole directories. */
  readonly oid: string;
}

/** Immutable trees and files by id, as a Git repository has them. */
export interface ObjectStore {
  /** The entries of a directory by name. */
  fetchTree(oid: string): Promise<ReadonlyMap<string, TreeEntry>>;
  /** The bytes of a file, or the target of a symbolic link. Throws `invalid` when there are more than `maxBytes`. */
  fetchBlob(oid: string, maxBytes: number): Promise<Uint8Array>;
}
