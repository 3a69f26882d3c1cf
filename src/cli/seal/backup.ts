import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import type { CliDeps } from "../deps.ts";
import { addClusterFlags, type SealFlags } from "./flags.ts";
import { fetchKeySecrets } from "./key-secrets.ts";
import { parseKeySecret } from "./read-keys.ts";
import { openSealDeps, type SealDeps } from "./seal-deps.ts";

export function addSealBackup(seal: Command, deps: CliDeps): void {
  const command = seal
    .command("backup <file>")
    .description("write all sealing keys of the cluster to a file that only you can read; whoever has it can open every SealedSecret; - for a pipe")
    .option("--controller-namespace <namespace>", "only the keys of this namespace")
    .option("--force", "print the keys on a terminal, too");
  addClusterFlags(command);
  command.action(async (file: string, _options: unknown, self: Command) => backup(await openSealDeps(deps), file, self.optsWithGlobals<SealFlags>()));
}

async function backup(deps: SealDeps, file: string, flags: SealFlags): Promise<void> {
  const { world, stdout, stderr } = deps;
  if (file === "-" && world.isTerminal && flags.force !== true) throw new SillageError("invalid", "This would print private keys on the terminal: name a file, or add --force");
  const secrets = await fetchKeySecrets(deps, flags);
  const fingerprints = secrets.map((secret) => parseKeySecret(secret, "the cluster").key.fingerprint);
  const text = stringifyYaml({ apiVersion: "v1", kind: "List", items: secrets.map(toBackup) });
  if (file === "-") stdout.write(text);
  else await world.writeFile(file, text, { mode: 0o600 });
  stderr.write(`${secrets.length} keys saved: ${fingerprints.join(", ")}\n`);
}

/** What another cluster can take: nothing the server set. */
function toBackup({ metadata, type, data, immutable }: KubeObject): KubeObject {
  const { name, namespace, labels } = metadata;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }), ...(labels === undefined ? {} : { labels }) },
    type,
    ...(immutable === undefined ? {} : { immutable }),
    data,
  };
}
