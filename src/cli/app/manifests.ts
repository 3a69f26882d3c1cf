import type { Command } from "commander";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";

export function addAppManifests(app: Command, deps: CliDeps): void {
  app
    .command("manifests <name>")
    .description("print the manifests of an application as rendered from Git, Secrets masked")
    .option("--revision <revision>", "at this revision instead of the application's")
    .action(async (name: string, options: { readonly revision?: string }, command: Command) => {
      const client = await connectFrom(command, deps);
      const { revision } = options;
      const manifests = await client.fetchManifests(name, { signal: deps.signal, ...(revision === undefined ? {} : { revision }) });
      deps.stdout.write(manifests.map((manifest) => stringifyYaml(JSON.parse(manifest))).join("---\n"));
    });
}
