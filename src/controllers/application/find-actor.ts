import { type Application, findServiceAccount } from "../../api/index.ts";
import type { KubeClient } from "../../kube/index.ts";
import type { Grant } from "./check-project.ts";
import type { ApplicationDeps } from "./deps.ts";

/** The client a sync of the application writes with; a text says why there is none. */
export function findActor(app: Application, grant: Grant, deps: Pick<ApplicationDeps, "client" | "impersonation" | "countRequests">): KubeClient | string {
  const { client, impersonation, countRequests } = deps;
  const { metadata, spec } = app;
  if (!impersonation.isEnabled()) return client;
  const { server = "", namespace = "" } = grant.destination;
  const user = findServiceAccount(grant.project, grant.destination, metadata.namespace ?? "");
  if (user !== undefined) return countRequests(impersonation.createClient(user), app);
  return `no matching service account found for destination server ${server} and namespace ${namespace}: destinationServiceAccounts of project '${spec.project}' has none for it`;
}
