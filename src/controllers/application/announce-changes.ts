import { apiGroup, type GlobalProjectRule, projectNameOf } from "../../api/index.ts";
import { isSameJson } from "../../diff/index.ts";
import { isSameRepo } from "../../git/index.ts";
import { type Claims, type LiveObjects, ownerOf, parseInstanceName } from "../../inventory/index.ts";
import { type ApiResource, formatKey, getList, getString, isRecord, keyOf, type KubeObject } from "../../kube/index.ts";
import type { Change } from "../../runtime/index.ts";

export interface AnnouncerDeps {
  readonly live: Pick<LiveObjects, "list" | "onChange">;
  readonly claims: Pick<Claims, "of">;
  readonly applicationResource: ApiResource;
  readonly controlNamespace: string;
  readonly getGlobalProjects: () => readonly GlobalProjectRule[];
  /** Told of an Application, wherever it is. */
  readonly enqueue: (ref: { readonly namespace: string; readonly name: string }) => void;
}

/** Says which Applications must look again. */
export interface Announcer {
  announceAll(): void;
  /** Whoever takes manifests from the repository. */
  announceRevisions(repoURL: string): void;
}

/** From now on every change in the cluster is told to the Applications it concerns. */
export function announceChanges({ live, claims, applicationResource, controlNamespace, getGlobalProjects, enqueue }: AnnouncerDeps): Announcer {
  function announceWhere(isConcerned: (application: KubeObject) => boolean): void {
    for (const object of live.list(applicationResource)) if (isConcerned(object)) enqueue(keyOf(object));
  }

  live.onChange((change) => {
    const { group, kind } = keyOf(change.object);
    if (group === apiGroup && kind === "AppProject") return announceProject(change);
    if (group === apiGroup && kind === "Application") enqueue(keyOf(change.object));
    for (const instance of concerned(change)) enqueue(parseInstanceName(instance, controlNamespace));
  });

  /** Applications of the project and of those that inherit from it look again, but not for the tokens of its roles. */
  function announceProject(change: Change): void {
    if (change.type === "modified" && isSameRules(change.object, change.previous)) return;
    const { name = "" } = change.object.metadata;
    const isInherited = getGlobalProjects().some(({ projectName }) => projectName === name);
    announceWhere((application) => isInherited || projectNameOf(application) === name);
    for (const instance of concerned(change)) enqueue(parseInstanceName(instance, controlNamespace));
  }

  /** Who owns the object, or owned it, or wants it. */
  function concerned(change: Change): ReadonlySet<string> {
    const owned = [change.object, ...(change.type === "modified" ? [change.previous] : [])].flatMap((object) => ownerOf(object) ?? []);
    return new Set([...owned, ...claims.of(formatKey(keyOf(change.object)))]);
  }

  return {
    announceAll: () => announceWhere(() => true),
    announceRevisions: (repoURL) => announceWhere((application) => readRepositories(application).some((url) => isSameRepo(url, repoURL))),
  };
}

function isSameRules(a: KubeObject, b: KubeObject): boolean {
  return isSameJson([withoutRoles(a["spec"]), a.metadata.labels], [withoutRoles(b["spec"]), b.metadata.labels]);
}

function withoutRoles(spec: unknown): unknown {
  if (!isRecord(spec)) return spec;
  const { roles: _roles, ...rules } = spec;
  return rules;
}

function readRepositories(application: KubeObject): string[] {
  const sources = [application["spec"], ...getList(application, "spec", "sources").map((source) => ({ source }))];
  return sources.flatMap((holder) => getString(holder, "source", "repoURL") ?? []);
}
