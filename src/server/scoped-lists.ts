import { describeClusterSecret, type ClusterServiceDeps } from "./cluster/index.ts";
import type { ProjectServiceDeps } from "./project/index.ts";
import { describeRepositorySecret, type RepositoryServiceDeps } from "./repository/index.ts";

/** The repositories and clusters that belong to a project, without their credentials. */
export function createScopedLists({ settings }: Pick<RepositoryServiceDeps & ClusterServiceDeps, "settings">): ProjectServiceDeps["listScoped"] {
  return function listScoped(project) {
    const templates = settings.listSecrets("repo-creds");
    const repositories = settings.listSecrets("repository").flatMap((secret) => describeRepositorySecret(secret, templates) ?? []);
    const clusters = settings.listSecrets("cluster").flatMap((secret) => describeClusterSecret(secret) ?? []);
    return { repositories: repositories.filter((each) => each.project === project), clusters: clusters.filter((each) => each.project === project) };
  };
}
