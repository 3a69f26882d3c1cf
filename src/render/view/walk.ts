import { SillageError } from "../../errors/index.ts";
import type { Inputs } from "./inputs.ts";
import type { EntryKind, ObjectStore, TreeEntry } from "./object-store.ts";
import { resolvePath } from "./resolve-path.ts";

/** A node of the inputs while they are being recorded. */
export interface Node extends Inputs {
  hasContent: boolean;
  listing: string | undefined;
  readonly parent: Node | undefined;
  readonly children: Map<string, Node>;
}

export interface WalkOptions {
  readonly store: ObjectStore;
  /** The id of the root directory. */
  readonly rootOid: string;
  readonly signal: AbortSignal;
  readonly maxFileBytes: number;
}

const maxLinks = 40;

export function createRoot(rootOid: string): Node {
  return createNode({ kind: "directory", oid: rootOid }, undefined);
}

/** Walks to the path, through symbolic links, as a kernel would; every name on the way becomes a node. */
export async function walkTo(root: Node, path: string, options: WalkOptions): Promise<Node> {
  options.signal.throwIfAborted();
  const names = resolvePath("", path).split("/");
  let node = root;
  let links = 0;
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (node.parent === undefined) throw leavesRepository(path);
      node = node.parent;
      continue;
    }
    const child = await stepTo(node, name, options.store);
    if (child.kind === "submodule") throw new SillageError("invalid", `Path "${path}" leads into a Git submodule, which is not supported`, { terminal: true });
    if (child.kind === "symlink") {
      if (++links > maxLinks) throw new SillageError("invalid", `Path "${path}" has too many symbolic links`, { terminal: true });
      names.unshift(...(await readTarget(child, path, options)).split("/"));
      continue;
    }
    node = child;
    if (node.kind === undefined) break;
  }
  return node;
}

export async function readBytes(node: Node, path: string, options: WalkOptions): Promise<Uint8Array> {
  node.hasContent = true;
  try {
    return await options.store.fetchBlob(node.oid, options.maxFileBytes);
  } catch (cause) {
    if (!(cause instanceof SillageError)) throw cause;
    throw new SillageError(cause.code, `Cannot read "${path}": ${cause.message}`, {
      cause,
      terminal: cause.terminal,
      ...(cause.reason === undefined ? {} : { reason: cause.reason }),
    });
  }
}

async function readTarget(node: Node, path: string, options: WalkOptions): Promise<string> {
  const target = Buffer.from(await readBytes(node, path, options)).toString("utf8");
  if (target.startsWith("/")) throw leavesRepository(path);
  return target;
}

async function stepTo(node: Node, name: string, store: ObjectStore): Promise<Node> {
  const known = node.children.get(name);
  if (known !== undefined) return known;
  const entry = node.kind === "directory" ? (await store.fetchTree(node.oid)).get(name) : undefined;
  const child = node.children.get(name) ?? createNode(entry, node);
  node.children.set(name, child);
  return child;
}

function createNode(entry: TreeEntry | undefined, parent: Node | undefined): Node {
  const kind: EntryKind | undefined = entry?.kind;
  return { kind, oid: entry?.oid ?? "", hasContent: false, listing: undefined, parent, children: new Map() };
}

function leavesRepository(path: string): SillageError {
  return new SillageError("invalid", `Path "${path}" leads through a symbolic link to a place outside the repository`, { terminal: true, reason: "SymlinkOutsideRepository" });
}
