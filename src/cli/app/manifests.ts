import { Option, type Command } from "commander";
import type { SillageClient } from "../../client/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption } from "../flags.ts";
import { renderLocal, type LocalFlags } from "./render-local.ts";
import { addRevisionFlags, chooseRevisions, type RevisionFlags } from "./revision-choice.ts";
import { qualify } from "./select-names.ts";

interface ManifestsOptions extends LocalFlags, RevisionFlags {
  readonly appNamespace?: string;
  readonly source: "git" | "live";
}

export function addAppManifests(app: Command, deps: CliDeps): void {
  const command = app
    .command("manifests <name>")
    .description("print the manifests of an application, as rendered from Git or as the cluster has them, Secrets masked")
    .addOption(appNamespaceOption())
    .addOption(new Option("--source <source>", "what Git has, or what the cluster has").choices(["git", "live"]).default("git"))
    .option("--local <folder>", "render a folder of this machine instead, committed or not")
    .option("--local-repo-root <folder>", "root of the repository of --local; found by its .git when left out");
  addRevisionFlags(command, "at this revision instead of the application's");
  command.action(async (given: string, options: ManifestsOptions, self: Command) => {
    const client = await connectFrom(self, deps);
    const manifests = await findManifests(client, deps, { name: qualify(given, options.appNamespace), options });
    deps.stdout.write(manifests.map((manifest) => stringifyYaml(manifest)).join("---\n"));
  });
}

async function findManifests(client: SillageClient, deps: CliDeps, { name, options }: { readonly name: string; readonly options: ManifestsOptions }): Promise<readonly unknown[]> {
  const { local, localRepoRoot: root, source } = options;
  if (source === "live") {
    const managed = await client.fetchManagedResources(name, { signal: deps.signal });
    return managed.filter(({ liveState }) => liveState !== "null").map(({ liveState }): unknown => JSON.parse(liveState));
  }
  if (local !== undefined) return renderLocal(deps, await client.fetchApplication(name, { signal: deps.signal }), { folder: local, root });
  const isChosen = options.revisions !== undefined || options.sourcePositions !== undefined || options.sourceNames !== undefined;
  const revisions = isChosen
    ? chooseRevisions(await client.fetchApplication(name, { signal: deps.signal }), options)
    : options.revision === undefined
      ? {}
      : { revision: options.revision };
  return (await client.fetchManifests(name, { ...revisions, signal: deps.signal })).map((manifest): unknown => JSON.parse(manifest));
}
