import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { readSecretKey } from "../../settings/index.ts";
import type { CliDeps, ClusterFlags } from "../deps.ts";
import { fetchNamed } from "./fetch-named.ts";

export function addInitialPassword(admin: Command, deps: CliDeps): void {
  admin
    .command("initial-password")
    .description("print the password that the account admin had at the first start")
    .option("-n, --namespace <namespace>", "namespace of the installation", "argocd")
    .option("--kubeconfig <file>", "kubeconfig of the cluster")
    .option("--context <name>", "context of the kubeconfig")
    .action(async (flags: ClusterFlags & { readonly namespace: string }) => {
      const secret = await fetchNamed(deps, await deps.openCluster(flags), { kind: "Secret", namespace: flags.namespace, name: "argocd-initial-admin-secret" });
      const password = secret && readSecretKey(secret, "password");
      if (password === undefined)
        throw new SillageError("notFound", `Namespace "${flags.namespace}" has no initial password: it was deleted, as it should be, or no server has started there yet`);
      deps.stdout.write(`${password}\n\nIt is for the first login only: change it with \`sillage account update-password\`, then delete the Secret.\n`);
    });
}
