import {
  type Application,
  type AppProject,
  apiVersion,
  defaultProject,
  defaultProjectSpec,
  type Destination,
  inClusterName,
  inClusterServer,
  isDestinationPermitted,
  isSourcePermitted,
  parseAppProject,
  sourcesOf,
} from "../../api/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";

export type ProjectCheck =
  | { readonly kind: "permitted"; readonly project: AppProject; readonly destination: Destination }
  | { readonly kind: "refused"; readonly problems: readonly string[] };

/** Whether the project allows the application's sources and destination, and whether we reach the destination. */
export function checkProject({ spec, metadata }: Application, object: KubeObject | undefined): ProjectCheck {
  const destination = findCluster(spec.destination);
  if (destination === undefined) {
    const { server, name } = spec.destination;
    return { kind: "refused", problems: [`spec.destination: cluster "${server ?? name}" is not known; only ${inClusterServer} ("${inClusterName}") is`] };
  }
  const project = readProject(object, { name: spec.project, namespace: metadata.namespace ?? "" });
  if (typeof project === "string") return { kind: "refused", problems: [project] };
  const problems = sourcesOf(spec)
    .filter(({ repoURL }) => !isSourcePermitted(project, repoURL))
    .map(({ repoURL }) => `application repo ${repoURL} is not permitted in project '${spec.project}'`);
  if (!isDestinationPermitted(project, destination)) {
    problems.push(
      `application destination server '${inClusterServer}' and namespace '${destination.namespace ?? ""}' do not match any of the allowed destinations in project '${spec.project}'`,
    );
  }
  return problems.length > 0 ? { kind: "refused", problems } : { kind: "permitted", project, destination };
}

/** Both names of the cluster we run against, so that rules by either match. */
function findCluster({ server = "", name = "", namespace }: Destination): Destination | undefined {
  const isOurs = server === inClusterServer || (server === "" && name === inClusterName);
  return isOurs ? { server: inClusterServer, name: inClusterName, ...(namespace === undefined ? {} : { namespace }) } : undefined;
}

function readProject(object: KubeObject | undefined, ref: { readonly name: string; readonly namespace: string }): AppProject | string {
  if (object === undefined) {
    if (ref.name === defaultProject) return { apiVersion, kind: "AppProject", metadata: ref, spec: defaultProjectSpec };
    return `Application referencing project ${ref.name} which does not exist`;
  }
  try {
    return parseAppProject(object);
  } catch (error) {
    if (isSillageError(error, "invalid")) return describeError(error);
    throw error;
  }
}
