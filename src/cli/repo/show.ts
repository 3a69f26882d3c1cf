import { Option, type Command } from "commander";
import type { Repository } from "../../api/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { formatOutput, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";

interface ShowOptions {
  readonly output: OutputFormat | "url";
  readonly project?: string;
  readonly refresh?: "hard";
}

export function addRepoList(repo: Command, deps: CliDeps): void {
  addShowFlags(repo.command("list").alias("ls").description("list the repositories with credentials")).action(async ({ output, refresh }: ShowOptions, command: Command) => {
    const client = await connectFrom(command, deps);
    const value = await client.fetchRepositories({ signal: deps.signal, ...(refresh === undefined ? {} : { refresh: true }) });
    deps.stdout.write(formatRepositories(value, { output, value }));
  });
}

export function addRepoGet(repo: Command, deps: CliDeps): void {
  addShowFlags(repo.command("get <url>").description("show a repository and whether it can be read"))
    .option("--project <project>", "that of this project")
    .action(async (url: string, { output, project, refresh }: ShowOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      const value = await client.fetchRepository(url, { signal: deps.signal, project, ...(refresh === undefined ? {} : { refresh: true }) });
      deps.stdout.write(formatRepositories([value], { output, value }));
    });
}

function addShowFlags(command: Command): Command {
  return command
    .addOption(new Option("-o, --output <format>", "output format").choices(["wide", "json", "yaml", "name", "url"]).default("wide"))
    .addOption(new Option("--refresh <how>", "ask the Git server anew whether it can be read").choices(["hard"]));
}

/** Of Argo CD's columns those for OCI and LFS always say no: we know only Git, and leave large files alone. */
const header = ["TYPE", "NAME", "REPO", "INSECURE", "OCI", "LFS", "CREDS", "STATUS", "MESSAGE", "PROJECT"];

function formatRepositories(repositories: readonly Repository[], { output, value }: { readonly output: ShowOptions["output"]; readonly value: unknown }): string {
  const urls = (): readonly string[] => repositories.map(({ repo }) => repo);
  return formatOutput(output === "url" ? "name" : output, { value, names: urls, wide: () => formatTable(header, repositories.map(rowOf)) });
}

function rowOf({ type, name = "", repo, insecure = false, inheritedCreds, username, connectionState, project = "" }: Repository): readonly string[] {
  const credentials = inheritedCreds === true ? "inherited" : String(username !== undefined);
  return [type, name, repo, String(insecure), "false", "false", credentials, connectionState?.status ?? "", oneLine(connectionState?.message), project];
}

function oneLine(text = ""): string {
  return text.replaceAll(/\s*\n\s*/g, " ");
}
