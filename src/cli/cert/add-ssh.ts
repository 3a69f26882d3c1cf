import { Option, type Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { parseKnownHosts } from "./parse-known-hosts.ts";

export function addCertAddSsh(cert: Command, deps: CliDeps): void {
  cert
    .command("add-ssh")
    .description("trust SSH host keys: ssh-keyscan git.example.com | sillage cert add-ssh --batch")
    .option("--from <file>", "file in the format of known_hosts (default: standard input)", "-")
    .addOption(new Option("--batch", "read many entries; there is no other way").hideHelp())
    .option("--upsert", "replace a key that is different")
    .action(async ({ from, upsert }: { readonly from: string; readonly upsert?: true }, command: Command) => {
      const entries = parseKnownHosts(await deps.readFile(from));
      if (entries.length === 0) throw new SillageError("invalid", "No SSH host keys in the input: it takes the format of known_hosts, as ssh-keyscan prints it");
      const client = await connectFrom(command, deps);
      const created = await client.createCertificates(entries, { signal: deps.signal, upsert: upsert === true });
      deps.stdout.write(`Successfully created ${created.length} SSH known host entries\n`);
    });
}
