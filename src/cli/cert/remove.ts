import { Option, type Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { confirmIfWanted, connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";

interface RemoveOptions {
  readonly certType?: string;
  readonly certSubType?: string;
}

export function addCertRemove(cert: Command, deps: CliDeps): void {
  cert
    .command("rm <host>")
    .description("trust keys and certificates of a host no more; a glob stands for many hosts")
    .addOption(new Option("--cert-type <type>", "only of this type").choices(["ssh", "https"]))
    .option("--cert-sub-type <type>", "only SSH keys of this type, such as ssh-ed25519")
    .action(async (host: string, options: RemoveOptions, command: Command) => {
      if (host === "*") throw new SillageError("invalid", "A single * would remove everything: name the hosts");
      const client = await connectFrom(command, deps);
      if (!(await confirmIfWanted(`Are you sure you want to remove all certificates for '${host}'?`, command, deps)))
        return deps.stdout.write(`The command to remove all certificates for '${host}' was cancelled.\n`);
      const removed = await client.deleteCertificates({ hostNamePattern: host, ...options }, deps);
      const lines = removed.map(({ serverName, certType, certSubType }) => `Removed cert for '${serverName}' of type '${certType}' (subtype '${certSubType}')\n`);
      deps.stdout.write(lines.length === 0 ? "No certificates were removed (none matched the given pattern)\n" : lines.join(""));
    });
}
