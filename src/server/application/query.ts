import { Type } from "typebox";
import { sourcesOf, type Application } from "../../api/index.ts";
import { parseLabelSelector } from "../../kube/index.ts";

/** Which applications a list or a stream is about. `projects` is the newer name of `project`. */
export const applicationQuery = {
  name: Type.Optional(Type.String()),
  appNamespace: Type.Optional(Type.String()),
  projects: Type.Optional(Type.Array(Type.String())),
  project: Type.Optional(Type.Array(Type.String())),
  selector: Type.Optional(Type.String()),
  repo: Type.Optional(Type.String()),
  fields: Type.Optional(Type.String()),
};

export interface ApplicationQuery {
  readonly name?: string;
  readonly appNamespace?: string;
  readonly projects?: readonly string[];
  readonly project?: readonly string[];
  readonly selector?: string;
  readonly repo?: string;
}

/** Whether an application is asked for. Throws `invalid` for a selector that is malformed. */
export function parseQuery({ name, appNamespace, projects = [], project = [], selector = "", repo }: ApplicationQuery): (application: Application) => boolean {
  const hasLabels = parseLabelSelector(selector);
  const wanted = new Set([...projects, ...project]);
  return ({ metadata, spec }) =>
    (name === undefined || metadata.name === name) &&
    (appNamespace === undefined || metadata.namespace === appNamespace) &&
    (wanted.size === 0 || wanted.has(spec.project)) &&
    (repo === undefined || sourcesOf(spec).some(({ repoURL }) => repoURL === repo)) &&
    hasLabels(metadata.labels ?? {});
}
