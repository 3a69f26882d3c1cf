/** The branches and tags of a repository at one moment. */
export interface Refs {
  /** Full name (`refs/heads/main`) → id of the commit; annotated tags are followed. */
  readonly ids: ReadonlyMap<string, string>;
  /** What HEAD points at: the full name of a branch, or a commit id. */
  readonly head: string | undefined;
}

/** Parses the output of `git ls-remote --symref`. */
export function parseRemoteRefs(output: string): Refs {
  const ids = new Map<string, string>();
  let head: string | undefined;
  for (const line of output.split("\n")) {
    const [left = "", name = ""] = line.split("\t");
    if (name === "HEAD") head ??= left.replace(/^ref: /, "");
    else if (name !== "") ids.set(name.replace(/\^\{\}$/, ""), left);
  }
  return { ids, head };
}

/** The format for `git for-each-ref` that `parseLocalRefs` reads. */
export const localRefsFormat = "%(objectname) %(*objectname) %(refname)";

export function parseLocalRefs(output: string): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const line of output.split("\n")) {
    const [id = "", peeled = "", name] = line.split(" ");
    if (name !== undefined) ids.set(name, peeled === "" ? id : peeled);
  }
  return ids;
}

const kept = "refs/sillage/";

/** Branches and tags: what every mirror has. */
export function isMirrored(name: string): boolean {
  return name.startsWith("refs/heads/") || name.startsWith("refs/tags/");
}

/** A full name outside branches and tags, such as that of a pull request. */
export function isOtherRef(name: string): boolean {
  return /^refs\/[\w./-]+$/.test(name) && !isMirrored(name) && !name.startsWith(kept);
}

/** A ref of ours for a commit that was fetched by its id. */
export function keptRef(id: string): string {
  return kept + id;
}

/** Whether a local copy has all that is wanted of the remote, and nothing the remote no longer has. */
export function areRefsEqual(local: ReadonlyMap<string, string>, remote: ReadonlyMap<string, string>, isWanted: (name: string) => boolean): boolean {
  for (const [name, id] of remote) if (isWanted(name) && local.get(name) !== id) return false;
  for (const name of local.keys()) if (!remote.has(name) && !name.startsWith(kept)) return false;
  return true;
}
