import { matchGlob } from "../glob.ts";
import type { Destination } from "../application-spec.ts";
import type { AppProject } from "./app-project.ts";

/** The user a sync to the destination acts as, by the first entry of `destinationServiceAccounts` that matches; `undefined` when none does. */
export function findServiceAccount({ spec }: AppProject, destination: Destination, appNamespace: string): string | undefined {
  const { server = "", name = "", namespace = "" } = destination;
  const entry = (spec.destinationServiceAccounts ?? []).find(
    (rule) => [server, name].some((cluster) => cluster !== "" && matchGlob(rule.server, cluster)) && matchGlob(rule.namespace ?? "", namespace),
  );
  if (entry === undefined) return undefined;
  const account = entry.defaultServiceAccount;
  const home = namespace === "" ? appNamespace : namespace;
  return `system:serviceaccount:${account.includes(":") ? account : `${home}:${account}`}`;
}
