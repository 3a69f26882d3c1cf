import type { AppProjectSpec } from "../../../api/index.ts";
import { appendNew, removeFirst, withSpec, type Edit } from "./edit.ts";

type Destination = NonNullable<AppProjectSpec["destinations"]>[number];
type ServiceAccount = NonNullable<AppProjectSpec["destinationServiceAccounts"]>[number];

export function addDestination(wanted: Destination): Edit {
  const isSame = (each: Destination): boolean =>
    each.namespace === wanted.namespace && ((wanted.server !== undefined && each.server === wanted.server) || (wanted.name !== undefined && each.name === wanted.name));
  return (project) => ({
    project: withSpec(project, {
      destinations: appendNew(project.spec.destinations, wanted, { isSame, otherwise: "The destination is in the project already" }),
    }),
  });
}

/** `where` is the URL of a cluster, or its name. */
export function removeDestination({ where, namespace }: { readonly where: string; readonly namespace: string }): Edit {
  const isSame = (each: Destination): boolean => each.namespace === namespace && (each.server === where || each.name === where);
  return (project) => ({
    project: withSpec(project, { destinations: removeFirst(project.spec.destinations, { isSame, otherwise: "The project has no such destination" }) }),
  });
}

export function addServiceAccount(wanted: ServiceAccount): Edit {
  const isSame = (each: ServiceAccount): boolean => isOneAccount(each, wanted);
  return (project) => ({
    project: withSpec(project, {
      destinationServiceAccounts: appendNew(project.spec.destinationServiceAccounts, wanted, {
        isSame,
        otherwise: "The service account of this destination is in the project already",
      }),
    }),
  });
}

export function removeServiceAccount(wanted: ServiceAccount): Edit {
  const isSame = (each: ServiceAccount): boolean => isOneAccount(each, wanted);
  return (project) => ({
    project: withSpec(project, {
      destinationServiceAccounts: removeFirst(project.spec.destinationServiceAccounts, { isSame, otherwise: "The project has no such service account of this destination" }),
    }),
  });
}

function isOneAccount(a: ServiceAccount, b: ServiceAccount): boolean {
  return a.server === b.server && a.namespace === b.namespace && a.defaultServiceAccount === b.defaultServiceAccount;
}
