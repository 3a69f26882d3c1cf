import { type Application, findServiceAccount } from "../../api/index.ts";
import type { KubeClient } from "../../kube/index.ts";
import type { Grant } from "./check-project.ts";
import type { ApplicationDeps } from "./deps.ts";

/** The client a sync of the application writes with; a text says why there is none. */
export function findActor({ metadata, spec }: Application, grant: Grant, { client, impersonation }: Pick<ApplicationDeps, "client" | "impersonation">): KubeClient | string {
  if (!impersonation.isEnabled()) return client;
  const { server = "", namespace = "" } = grant.destination;
  const user = findServiceAccount(grant.project, grant.destination, metadata.namespace ?? "");
  if (user !== undefined) return impersonation.createClient(user);
  return `no matching service account found for destination server ${server} and namespace ${namespace}: destinationServiceAccounts of project '${spec.project}' has none for it`;
}
