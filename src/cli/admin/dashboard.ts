import type { Command } from "commander";
import { parsePort } from "../flags.ts";
import type { CliDeps, ClusterFlags } from "../deps.ts";

export function addDashboard(admin: Command, deps: CliDeps): void {
  admin
    .command("dashboard")
    .description("serve the API on this machine, with the rights of your kubeconfig, until interrupted")
    .option("--port <number>", "port to listen on; 0 takes any free one", parsePort, 8080)
    .option("-n, --namespace <namespace>", "namespace of the installation", "argocd")
    .option("--kubeconfig <file>", "kubeconfig of the cluster")
    .option("--context <name>", "context of the kubeconfig")
    .action(async ({ port, namespace, ...flags }: ClusterFlags & { readonly port: number; readonly namespace: string }) => {
      const { url, token, ended } = await deps.serveCore({ ...flags, port, namespace });
      deps.stderr.write(`In another terminal, and for nobody else:\n  export SILLAGE_SERVER=${url} SILLAGE_AUTH_TOKEN=${token}\n`);
      deps.stdout.write(`ready ${url}\n`);
      await ended;
    });
}
