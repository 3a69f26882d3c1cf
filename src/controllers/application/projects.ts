import {
  type AppProject,
  apiVersion,
  computeEffectiveProject,
  defaultProject,
  defaultProjectSpec,
  findGlobalProjects,
  type GlobalProjectRule,
  parseAppProject,
} from "../../api/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import type { LiveObjects } from "../../inventory/index.ts";
import type { ApiResource, KubeObject } from "../../kube/index.ts";

/** The projects as they count: with what they inherit from global ones. */
export interface Projects {
  /** The very same value while nothing has changed; a text says why the project cannot be used. */
  get(name: string): AppProject | string;
}

export interface ProjectsDeps {
  readonly live: Pick<LiveObjects, "get">;
  readonly projectResource: ApiResource;
  readonly controlNamespace: string;
  readonly getGlobalProjects: () => readonly GlobalProjectRule[];
}

interface KnownProject {
  readonly read: readonly (KubeObject | undefined)[];
  readonly rules: readonly GlobalProjectRule[];
  readonly project: AppProject | string;
}

export function createProjects(deps: ProjectsDeps): Projects {
  const known = new Map<string, KnownProject>();

  function find(name: string): KubeObject | undefined {
    return deps.live.get(deps.projectResource, { group: deps.projectResource.group, kind: "AppProject", namespace: deps.controlNamespace, name });
  }

  return {
    get(name) {
      const object = find(name);
      const rules = deps.getGlobalProjects();
      const parents = object === undefined ? [] : findGlobalProjects(object, rules).flatMap((parent) => find(parent) ?? []);
      const read = [object, ...parents];
      const last = known.get(name);
      if (last !== undefined && last.rules === rules && last.read.length === read.length && last.read.every((before, index) => before === read[index])) return last.project;
      const project = object === undefined ? makeUp(name, deps.controlNamespace) : readWithParents(object, parents);
      known.set(name, { read, rules, project });
      return project;
    },
  };
}

/** The project `default` is there even before it is written. */
function makeUp(name: string, namespace: string): AppProject | string {
  if (name !== defaultProject) return `Application referencing project ${name} which does not exist`;
  return { apiVersion, kind: "AppProject", metadata: { name, namespace }, spec: defaultProjectSpec, status: {} };
}

/** A parent that cannot be read may forbid something, so nothing is allowed then. */
function readWithParents(object: KubeObject, parents: readonly KubeObject[]): AppProject | string {
  try {
    return computeEffectiveProject(parseAppProject(object), parents.map(parseAppProject));
  } catch (error) {
    if (isSillageError(error, "invalid")) return describeError(error);
    throw error;
  }
}
