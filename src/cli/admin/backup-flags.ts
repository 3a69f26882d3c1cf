import type { Command } from "commander";
import type { InstallationOptions } from "../../backup/index.ts";
import type { ClusterFlags } from "../deps.ts";

export interface BackupFlags extends ClusterFlags {
  readonly namespace: string;
  readonly applicationNamespaces?: string;
  readonly applicationsetNamespaces?: string;
}

export function addBackupFlags(command: Command): Command {
  return command
    .option("-n, --namespace <namespace>", "namespace of the installation", "argocd")
    .option("--kubeconfig <file>", "kubeconfig of the cluster")
    .option("--context <name>", "context of the kubeconfig")
    .option("--application-namespaces <globs>", "other namespaces with Applications; application.namespaces of argocd-cmd-params-cm when left out")
    .option("--applicationset-namespaces <globs>", "the same for ApplicationSets");
}

export function installationOf({ namespace, applicationNamespaces, applicationsetNamespaces }: BackupFlags): InstallationOptions {
  return { namespace, applicationNamespaces, applicationSetNamespaces: applicationsetNamespaces };
}
