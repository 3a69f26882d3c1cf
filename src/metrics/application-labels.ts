import { type Application, inClusterName, inClusterServer } from "../api/index.ts";

/** The labels that say which application. */
export const applicationLabels = ["namespace", "name", "project"] as const;

export function labelsOf({ metadata, spec }: Application): { readonly namespace: string; readonly name: string; readonly project: string } {
  return { namespace: metadata.namespace ?? "", name: metadata.name ?? "", project: spec.project };
}

/** The server of the destination, also where the cluster is called by its name. */
export function destinationServerOf({ spec }: Application): string {
  const { server = "", name = "" } = spec.destination;
  return server === "" && name === inClusterName ? inClusterServer : server;
}
