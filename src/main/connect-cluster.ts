import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { loadInCluster, loadKubeconfig, type ClusterConnection } from "../kube/index.ts";
import { SillageError } from "../errors/index.ts";
import type { Environment } from "./environment.ts";

/** How to reach the cluster, in kubectl's order: the flag, KUBECONFIG, ~/.kube/config, and at last the service account of this pod. */
export async function connectCluster(
  environment: Environment,
  flags: { readonly kubeconfig: string | undefined; readonly context: string | undefined },
): Promise<ClusterConnection> {
  const context = flags.context === undefined ? {} : { context: flags.context };
  if (flags.kubeconfig !== undefined) return loadKubeconfig({ path: flags.kubeconfig, ...context });
  if (environment.kubeconfig !== undefined) return loadKubeconfig({ paths: environment.kubeconfig.split(path.delimiter), ...context });
  const home = path.join(homedir(), ".kube", "config");
  if (existsSync(home)) return loadKubeconfig({ path: home, ...context });
  if (environment.serviceHost !== undefined) return loadInCluster({ host: environment.serviceHost, port: environment.servicePort });
  throw new SillageError("invalid", "No cluster: give --kubeconfig FILE, set KUBECONFIG, or run inside a cluster");
}
