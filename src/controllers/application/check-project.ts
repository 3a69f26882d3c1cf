import {
  type Application,
  type AppProject,
  describeRule,
  type Destination,
  explainDestination,
  explainNamespace,
  explainResource,
  explainSource,
  findUnmetDemand,
  inClusterName,
  inClusterServer,
  sourcesOf,
} from "../../api/index.ts";
import type { ApiResource, ObjectKey } from "../../kube/index.ts";
import type { ApplicationDeps } from "./deps.ts";

/** What an application may do: as its project says, at its destination, with both names of the cluster. */
export interface Grant {
  readonly project: AppProject;
  readonly destination: Destination;
}

export type ProjectCheck = ({ readonly kind: "permitted" } & Grant) | { readonly kind: "refused"; readonly problems: readonly string[] };

/** Whether the project allows the application, its sources and its destination, and whether we reach the destination. */
export function checkProject({ spec, metadata }: Application, { projects, controlNamespace }: Pick<ApplicationDeps, "projects" | "controlNamespace">): ProjectCheck {
  const destination = findCluster(spec.destination);
  if (destination === undefined) {
    const { server, name } = spec.destination;
    return { kind: "refused", problems: [`spec.destination: cluster "${server ?? name}" is not known; only ${inClusterServer} ("${inClusterName}") is`] };
  }
  const project = projects.get(spec.project);
  if (typeof project === "string") return { kind: "refused", problems: [project] };
  const demand = findUnmetDemand(project);
  if (demand !== undefined) return { kind: "refused", problems: [demand] };
  const { namespace = "", name = "" } = metadata;
  const [home, place] = [explainNamespace(project, namespace, controlNamespace), explainDestination(project, destination)];
  if (!home.permitted) {
    return { kind: "refused", problems: [`application '${name}' in namespace '${namespace}' is not permitted to use project '${spec.project}': ${describeRule(home)}`] };
  }
  const problems = sourcesOf(spec).flatMap(({ repoURL }) => {
    const source = explainSource(project, repoURL);
    return source.permitted ? [] : [`application repo ${repoURL} is not permitted in project '${spec.project}': ${describeRule(source)}`];
  });
  if (!place.permitted) {
    const where = `application destination server '${inClusterServer}' and namespace '${destination.namespace ?? ""}'`;
    problems.push(`${where} do not match any of the allowed destinations in project '${spec.project}': ${describeRule(place)}`);
  }
  return problems.length > 0 ? { kind: "refused", problems } : { kind: "permitted", project, destination };
}

/** Why the project does not let the application have an object; `undefined` when it does. */
export function findObjectProblem({ key, resource }: { readonly key: ObjectKey; readonly resource: ApiResource | undefined }, grant: Grant): string | undefined {
  const { project, destination } = grant;
  const projectName = project.metadata.name ?? "";
  const namespaced = resource?.namespaced ?? key.namespace !== "";
  const kind = explainResource(project, { group: key.group, kind: key.kind, name: key.name, namespaced });
  if (!kind.permitted) return `resource ${key.group}:${key.kind} is not permitted in project ${projectName}: ${describeRule(kind)}`;
  if (!namespaced) return undefined;
  const place = explainDestination(project, { ...destination, namespace: key.namespace });
  return place.permitted ? undefined : `namespace ${key.namespace} is not permitted in project '${projectName}': ${describeRule(place)}`;
}

/** Both names of the cluster we run against, so that rules by either match. */
function findCluster({ server = "", name = "", namespace }: Destination): Destination | undefined {
  const isOurs = server === inClusterServer || (server === "" && name === inClusterName);
  return isOurs ? { server: inClusterServer, name: inClusterName, ...(namespace === undefined ? {} : { namespace }) } : undefined;
}
