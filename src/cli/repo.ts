import { Option, type Command } from "commander";
import { getString } from "../kube/index.ts";
import { connectFrom } from "./connect.ts";
import { formatOutput, outputOption, parseOutputFormat } from "./output/print.ts";
import { formatTable } from "./output/table.ts";
import type { CliDeps } from "./program.ts";

export function addRepoCommands(program: Command, deps: CliDeps): void {
  const repo = program.command("repo").description("manage Git repositories and their credentials");
  addRepoAdd(repo, deps);
  repo
    .command("list")
    .alias("ls")
    .description("list the repositories with credentials")
    .addOption(outputOption())
    .action(async (options: { readonly output: string }, command: Command) => {
      const client = await connectFrom(command, deps);
      const repositories = await client.fetchRepositories(deps);
      const wide = (): string =>
        formatTable(
          ["TYPE", "NAME", "REPO", "PROJECT"],
          repositories.map((each) => [each.type, each.name ?? "", each.repo, each.project ?? ""]),
        );
      deps.stdout.write(formatOutput(parseOutputFormat(options.output), { value: repositories, names: () => repositories.map((each) => each.repo), wide }));
    });
}

function addRepoAdd(repo: Command, deps: CliDeps): void {
  repo
    .command("add <url>")
    .description("add a Git repository: it is read once to check the credentials, which then live in a Secret")
    .option("--name <name>", "name shown in lists")
    .option("--project <project>", "only for applications of this project")
    .option("--username <user>", "user name for https")
    .addOption(new Option("--password <password>", "password or token for https; the environment keeps it out of the process list").env("SILLAGE_REPO_PASSWORD"))
    .option("--bearer-token <token>", "bearer token for https")
    .option("--ssh-private-key-path <file>", "private key for ssh")
    .option("--insecure-skip-server-verification", "do not check the server's certificate or host key")
    .option("--upsert", "replace the credentials when the repository is there already")
    .action(async (url: string, options: unknown, command: Command) => {
      const client = await connectFrom(command, deps);
      const keyPath = getString(options, "sshPrivateKeyPath");
      const credentials = { username: getString(options, "username"), password: getString(options, "password"), bearerToken: getString(options, "bearerToken") };
      const body = {
        repo: url,
        type: "git",
        name: getString(options, "name"),
        project: getString(options, "project"),
        ...credentials,
        ...(keyPath === undefined ? {} : { sshPrivateKey: await deps.readFile(keyPath) }),
        insecure: command.opts()["insecureSkipServerVerification"] === true,
      };
      const created = await client.createRepository(body, { signal: deps.signal, upsert: command.opts()["upsert"] === true });
      deps.stdout.write(`Repository '${created.repo}' added\n`);
    });
}
