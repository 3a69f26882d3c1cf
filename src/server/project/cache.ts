import { parseAppProject, reconcileTokens, type AppProject } from "../../api/index.ts";
import { describeError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Log } from "../../log/index.ts";
import type { Informer } from "../../runtime/index.ts";

/** The projects as last seen by watch: the very same object while nothing of it changes. */
export interface ProjectCache {
  get(name: string): AppProject | undefined;
  list(): readonly AppProject[];
  /** Whether the role has a token that was issued so and not deleted since. One that has no id is known by its time. */
  hasToken(token: IssuedToken): boolean;
  /** Called after each change; returns the way to stop. */
  onChange(handler: () => void): () => void;
}

export interface IssuedToken {
  readonly project: string;
  readonly role: string;
  readonly id: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
}

/** The projects of the control namespace, read from an informer that the caller runs. One that cannot be read is left out and logged once. */
export function createProjectCache(informer: Informer, { namespace, log }: { readonly namespace: string; readonly log: Log }): ProjectCache {
  const parsed = new WeakMap<KubeObject, readonly AppProject[]>();

  /** One project, or none when it cannot be read. */
  function parse(object: KubeObject | undefined): readonly AppProject[] {
    if (object === undefined) return [];
    const known = parsed.get(object) ?? tryParse(object);
    parsed.set(object, known);
    return known;
  }

  function tryParse(object: KubeObject): readonly AppProject[] {
    try {
      return [parseAppProject(object)];
    } catch (error) {
      log.warn("Project not understood", { object: `AppProject/${namespace}/${object.metadata.name}`, error: describeError(error) });
      return [];
    }
  }

  const get = (name: string): AppProject | undefined => parse(informer.get(namespace, name))[0];
  return {
    get,
    list: () => informer.list(namespace).flatMap(parse).toSorted(byName),
    hasToken({ project: name, role, id, issuedAt }) {
      const project = get(name);
      const known = project === undefined ? undefined : reconcileTokens(project).spec.roles?.find((each) => each.name === role);
      return known?.jwtTokens?.some((token) => (id === "" ? token.iat === issuedAt : token.id === id)) ?? false;
    },
    onChange: (handler) => informer.onChange(() => handler()),
  };
}

function byName(a: AppProject, b: AppProject): number {
  return (a.metadata.name ?? "") < (b.metadata.name ?? "") ? -1 : 1;
}
