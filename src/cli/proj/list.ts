import type { Command } from "commander";
import type { AppProject } from "../../api/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { formatOutput, outputOption, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import { describeOrphaned } from "./describe-project.ts";

const header = [
  "NAME",
  "DESCRIPTION",
  "DESTINATIONS",
  "SOURCES",
  "CLUSTER-RESOURCE-WHITELIST",
  "NAMESPACE-RESOURCE-BLACKLIST",
  "SIGNATURE-KEYS",
  "ORPHANED-RESOURCES",
  "DESTINATION-SERVICE-ACCOUNTS",
];

export function addProjList(proj: Command, deps: CliDeps): void {
  proj
    .command("list")
    .alias("ls")
    .description("list projects")
    .addOption(outputOption())
    .action(async ({ output }: { readonly output: OutputFormat }, command: Command) => {
      const value = await (await connectFrom(command, deps)).fetchProjects(deps);
      deps.stdout.write(formatOutput(output, { value, names: () => value.map(({ metadata }) => metadata.name ?? ""), wide: () => formatTable(header, value.map(rowOf)) }));
    });
}

function rowOf({ metadata, spec }: AppProject): readonly string[] {
  const { destinations = [], sourceRepos = [], clusterResourceWhitelist = [], namespaceResourceBlacklist = [], signatureKeys = [], destinationServiceAccounts = [] } = spec;
  return [
    metadata.name ?? "",
    spec.description ?? "",
    summarize(destinations, { one: ({ server = "", namespace = "" }) => `${server},${namespace}`, many: "destinations" }),
    summarize(sourceRepos, { one: (url) => url, many: "repos" }),
    summarize(clusterResourceWhitelist, { one: ({ group, kind }) => `${group}/${kind}`, many: "resources" }),
    summarize(namespaceResourceBlacklist, { one: () => "1 resources", many: "resources" }),
    summarize(signatureKeys, { one: () => "1 key(s)", many: "key(s)" }),
    describeOrphaned(spec),
    summarize(destinationServiceAccounts, {
      one: ({ server, namespace = "", defaultServiceAccount }) => `${server},${namespace},${defaultServiceAccount}`,
      many: "service accounts",
    }),
  ];
}

function summarize<T>(items: readonly T[], { one, many }: { readonly one: (item: T) => string; readonly many: string }): string {
  const [first] = items;
  if (first === undefined) return "<none>";
  return items.length === 1 ? one(first) : `${items.length} ${many}`;
}
