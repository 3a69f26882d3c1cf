import type { Clock } from "../async/index.ts";
import type { CliDeps } from "../cli/index.ts";
import { createHttpTransport, createKubeClient, type KubeClient } from "../kube/index.ts";
import { connectCluster } from "./connect-cluster.ts";
import type { Environment } from "./environment.ts";
import { productVersion } from "./version.ts";

type ClusterFlags = Parameters<CliDeps["openCluster"]>[0];

/** A client for what a person does on the command line. */
export async function openCluster(
  { clock, environment }: { readonly clock: Clock; readonly environment: Environment },
  { kubeconfig, context }: ClusterFlags,
): Promise<KubeClient> {
  const transport = createHttpTransport({ clock }, await connectCluster(environment, { kubeconfig, context }));
  return createKubeClient({ transport, clock }, { userAgent: `sillage/${productVersion()}` });
}
