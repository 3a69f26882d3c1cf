import { Option, type Command } from "commander";
import { SillageError } from "../errors/index.ts";
import { connectFrom } from "./connect.ts";
import type { CliDeps } from "./deps.ts";
import { formatOutput, outputOption, type OutputFormat } from "./output/print.ts";
import { formatTable } from "./output/table.ts";

export function addRepoCommands(program: Command, deps: CliDeps): void {
  const repo = program.command("repo").description("manage Git repositories and their credentials");
  addRepoAdd(repo, deps);
  addRepoList(repo, deps);
}

function addRepoList(repo: Command, deps: CliDeps): void {
  repo
    .command("list")
    .alias("ls")
    .description("list the repositories with credentials")
    .addOption(outputOption())
    .action(async ({ output }: { readonly output: OutputFormat }, command: Command) => {
      const client = await connectFrom(command, deps);
      const value = await client.fetchRepositories(deps);
      const rows = value.map(({ type, name = "", repo: url, insecure = false, project = "" }) => [type, name, url, String(insecure), project]);
      const wide = (): string => formatTable(["TYPE", "NAME", "REPO", "INSECURE", "PROJECT"], rows);
      deps.stdout.write(formatOutput(output, { value, names: () => value.map((each) => each.repo), wide }));
    });
}

interface AddOptions {
  readonly name?: string;
  readonly project?: string;
  readonly username?: string;
  readonly password?: string;
  readonly passwordStdin?: true;
  readonly bearerToken?: string;
  readonly sshPrivateKeyPath?: string;
  readonly insecureSkipServerVerification?: true;
  readonly upsert?: true;
}

function addRepoAdd(repo: Command, deps: CliDeps): void {
  repo
    .command("add <url>")
    .description("add a Git repository: it is read once to check the credentials, which then live in a Secret")
    .option("--name <name>", "name shown in lists")
    .option("--project <project>", "only for applications of this project")
    .option("--username <user>", "user name for https")
    .addOption(new Option("--password <password>", "password or token for https; the environment keeps it out of the process list").env("SILLAGE_REPO_PASSWORD"))
    .option("--password-stdin", "read the password from standard input")
    .addOption(new Option("--bearer-token <token>", "bearer token for https").env("SILLAGE_REPO_BEARER_TOKEN"))
    .option("--ssh-private-key-path <file>", "private key for ssh")
    .option("--insecure-skip-server-verification", "do not check the server's certificate or host key")
    .option("--upsert", "replace the credentials when the repository is there already")
    .action(async (url: string, options: AddOptions, command: Command) => {
      const { name, project, username, bearerToken, sshPrivateKeyPath: keyPath } = options;
      const password = options.passwordStdin === true ? await readPassword(deps) : options.password;
      const sshPrivateKey = keyPath === undefined ? undefined : await deps.readFile(keyPath);
      const insecure = options.insecureSkipServerVerification === true;
      const client = await connectFrom(command, deps);
      const body = { repo: url, type: "git", name, project, username, password, bearerToken, sshPrivateKey, insecure };
      const created = await client.createRepository(body, { signal: deps.signal, upsert: options.upsert === true });
      deps.stdout.write(`Repository '${created.repo}' added\n`);
    });
}

/** Without the line end that `echo` adds. */
async function readPassword(deps: CliDeps): Promise<string> {
  const password = (await deps.readFile("-")).replace(/\r?\n$/, "");
  if (password === "") throw new SillageError("invalid", "No password on standard input");
  return password;
}
