import { Option, type Command } from "commander";
import type { ClusterInfo } from "../../client/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { formatOutput, outputOption, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";

/** `sillage cluster …`: the clusters that the server knows. */
export function addClusterCommands(program: Command, deps: CliDeps): void {
  const cluster = program.command("cluster").description("see the clusters that applications are deployed to");
  addList(cluster, deps);
  addGet(cluster, deps);
}

function addList(cluster: Command, deps: CliDeps): void {
  cluster
    .command("list")
    .alias("ls")
    .description("list the clusters")
    .addOption(outputOption().choices(["wide", "json", "yaml", "name", "server"]))
    .action(async ({ output }: { readonly output: OutputFormat | "server" }, command: Command) => {
      const value = await (await connectFrom(command, deps)).fetchClusters(deps);
      if (output === "server") return deps.stdout.write(value.map(({ server }) => `${server}\n`).join(""));
      deps.stdout.write(formatOutput(output, { value, names: () => value.map(({ name }) => name), wide: () => formatClusters(value) }));
    });
}

function addGet(cluster: Command, deps: CliDeps): void {
  cluster
    .command("get <cluster>")
    .description("show a cluster, named by its URL or its name")
    .addOption(new Option("-o, --output <format>", "output format").choices(["json", "yaml", "wide", "name", "server"]).default("yaml"))
    .action(async (given: string, { output }: { readonly output: OutputFormat | "server" }, command: Command) => {
      const client = await connectFrom(command, deps);
      const value = await client.fetchCluster(given.includes("://") ? { server: given } : { name: given }, deps);
      if (output === "server") return deps.stdout.write(`${value.server}\n`);
      deps.stdout.write(formatOutput(output, { value, names: () => [value.name], wide: () => describeCluster(value) }));
    });
}

function formatClusters(clusters: readonly ClusterInfo[]): string {
  const rows = clusters.map(({ server, name, serverVersion = "", connectionState, namespaces, project = "" }) => [
    namespaces.length === 0 ? server : `${server} (${namespaces.length} namespaces)`,
    name,
    serverVersion,
    connectionState.status,
    connectionState.message,
    project,
  ]);
  return formatTable(["SERVER", "NAME", "VERSION", "STATUS", "MESSAGE", "PROJECT"], rows);
}

function describeCluster({ server, name, serverVersion = "", connectionState, namespaces, project = "", applicationsCount, labels }: ClusterInfo): string {
  const lines = [
    ["Server", server],
    ["Name", name],
    ["Version", serverVersion],
    ["Status", connectionState.status],
    ["Message", connectionState.message],
    ["Project", project],
    ["Namespaces", namespaces.length === 0 ? "all" : namespaces.join(", ")],
    [
      "Labels",
      Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(", "),
    ],
    ["Applications", String(applicationsCount)],
  ];
  return lines.map(([label = "", value = ""]) => `${`${label}:`.padEnd(15)}${value}`.trimEnd() + "\n").join("");
}
