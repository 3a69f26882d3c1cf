import { Option, type Command } from "commander";
import { confirmIfWanted, connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { formatOutput, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import { addCredentialFlags, readCredentials, type CredentialFlags } from "../repo/credential-flags.ts";

/** `sillage repocreds …`: credentials for all repositories whose URL begins alike. */
export function addRepocredsCommands(program: Command, deps: CliDeps): void {
  const repocreds = program.command("repocreds").description("manage credentials for repositories by URL prefix");
  addAdd(repocreds, deps);
  addList(repocreds, deps);
  addRemove(repocreds, deps);
}

function addAdd(repocreds: Command, deps: CliDeps): void {
  const add = repocreds
    .command("add <url>")
    .description("add credentials for all repositories whose URL begins with this one")
    .addOption(new Option("--type <type>", "type of the repositories").choices(["git"]).default("git"));
  addCredentialFlags(add)
    .option("--upsert", "replace the credentials that are there already")
    .action(async (url: string, options: CredentialFlags & { readonly type: string; readonly upsert?: true }, command: Command) => {
      const body = { url, type: options.type, ...(await readCredentials(options, deps)) };
      const client = await connectFrom(command, deps);
      const created = await client.createRepositoryCredentials(body, { signal: deps.signal, upsert: options.upsert === true });
      deps.stdout.write(`Repository credentials for '${created.url}' added\n`);
    });
}

function addList(repocreds: Command, deps: CliDeps): void {
  repocreds
    .command("list")
    .alias("ls")
    .description("list the URLs that there are credentials for")
    .addOption(new Option("-o, --output <format>", "output format").choices(["wide", "json", "yaml", "name", "url"]).default("wide"))
    .action(async ({ output }: { readonly output: OutputFormat | "url" }, command: Command) => {
      const value = await (await connectFrom(command, deps)).fetchRepositoryCredentials(deps);
      const wide = (): string =>
        formatTable(
          ["URL PATTERN", "USERNAME"],
          value.map(({ url, username = "-" }) => [url, username]),
        );
      deps.stdout.write(formatOutput(output === "url" ? "name" : output, { value, names: () => value.map(({ url }) => url), wide }));
    });
}

function addRemove(repocreds: Command, deps: CliDeps): void {
  repocreds
    .command("rm <urls...>")
    .description("forget credentials")
    .action(async (urls: readonly string[], _options: unknown, command: Command) => {
      const client = await connectFrom(command, deps);
      for (const url of urls) {
        if (await confirmIfWanted(`Are you sure you want to remove '${url}' repository credentials?`, command, deps)) {
          await client.deleteRepositoryCredentials(url, deps);
          deps.stdout.write(`Repository credentials for '${url}' removed\n`);
        } else deps.stdout.write(`The command to remove '${url}' was cancelled.\n`);
      }
    });
}
