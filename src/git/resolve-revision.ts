import type { Refs } from "./refs.ts";
import { parseConstraint, parseVersion, compareVersions } from "./semver.ts";

/**
 * The id a revision stands for among the refs: HEAD (or nothing said), a full ref name, a branch, a tag, or the highest tag a semver
 * constraint allows. Commit ids are not looked up here.
 */
export function resolveRevision(refs: Refs, revision: string): string | undefined {
  const { ids, head } = refs;
  if (revision === "" || revision === "HEAD") return head === undefined ? undefined : (ids.get(head) ?? (head.startsWith("refs/") ? undefined : head));
  const exact = ids.get(revision) ?? ids.get(`refs/heads/${revision}`) ?? ids.get(`refs/tags/${revision}`);
  return exact ?? resolveConstraint(ids, revision);
}

function resolveConstraint(ids: ReadonlyMap<string, string>, text: string): string | undefined {
  const allows = parseConstraint(text);
  if (allows === undefined) return undefined;
  const versions = [...ids].flatMap(([name, id]) => {
    const version = name.startsWith("refs/tags/") ? parseVersion(name.slice("refs/tags/".length)) : undefined;
    return version !== undefined && allows(version) ? [{ version, id }] : [];
  });
  return versions.toSorted((a, b) => compareVersions(a.version, b.version)).at(-1)?.id;
}
