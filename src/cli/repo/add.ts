import { Option, type Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { addCredentialFlags, readCredentials, type CredentialFlags } from "./credential-flags.ts";

interface AddOptions extends CredentialFlags {
  readonly type: string;
  readonly name?: string;
  readonly project?: string;
  readonly insecureSkipServerVerification?: true;
  readonly insecureIgnoreHostKey?: true;
  readonly upsert?: true;
}

export function addRepoAdd(repo: Command, deps: CliDeps): void {
  const add = repo
    .command("add <url>")
    .description("add a Git repository: it is read once to check the credentials, which then live in a Secret")
    .addOption(new Option("--type <type>", "type of the repository").choices(["git"]).default("git"))
    .option("--name <name>", "name shown in lists")
    .option("--project <project>", "only for applications of this project");
  addCredentialFlags(add)
    .option("--insecure-skip-server-verification", "do not check the server's certificate or host key")
    .addOption(new Option("--insecure-ignore-host-key", "the older name of --insecure-skip-server-verification").hideHelp())
    .option("--upsert", "replace the credentials when the repository is there already")
    .action(async (url: string, options: AddOptions, command: Command) => {
      const { type, name, project } = options;
      const insecure = options.insecureSkipServerVerification === true || options.insecureIgnoreHostKey === true;
      const body = { repo: url, type, name, project, ...(await readCredentials(options, deps)), insecure };
      const client = await connectFrom(command, deps);
      const created = await client.createRepository(body, { signal: deps.signal, upsert: options.upsert === true });
      deps.stdout.write(`Repository '${created.repo}' added\n`);
    });
}
