import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import type { CliDeps } from "../deps.ts";
import { reEncryptSealed, validateSealed } from "./ask-controller.ts";
import { addSealFlags, type SealFlags } from "./flags.ts";
import { mergeInto } from "./merge-into.ts";
import { fetchCertificate, openCertificate } from "./open-certificate.ts";
import { writeObjects } from "./output.ts";
import { recoveryUnseal } from "./recovery-unseal.ts";
import { openSealDeps, type SealDeps } from "./seal-deps.ts";
import { sealRaw } from "./seal-raw.ts";
import { sealSecrets } from "./seal-secrets.ts";

/**
 * `sillage seal` itself: kubeseal. The commands below it are added by the caller; flags that both have are parsed here, so they must mean the same, and
 * are read with `optsWithGlobals`.
 */
export function addSeal(program: Command, deps: CliDeps): Command {
  const seal = program.command("seal").description("seal Secrets for Git: from standard input to standard output, with kubeseal's flags");
  addSealFlags(seal);
  return seal.action(async (_options: unknown, command: Command) => runMode(await openSealDeps(deps), command.optsWithGlobals<SealFlags>()));
}

const modes = ["fetchCert", "raw", "mergeInto", "reEncrypt", "validate", "recoveryUnseal"] as const;

async function runMode(deps: SealDeps, flags: SealFlags): Promise<void> {
  const [mode, ...others] = modes.filter((name) => flags[name] !== undefined);
  if (others.length > 0) throw new SillageError("invalid", "Give only one of --fetch-cert, --raw, --merge-into, --re-encrypt, --validate and --recovery-unseal");
  switch (mode) {
    case "fetchCert":
      return deps.stdout.write(await fetchCertificate(deps, flags));
    case "raw":
      return sealRaw(deps, flags);
    case "mergeInto":
      return mergeInto(deps, await readInput(deps, flags), { ...flags, mergeInto: flags.mergeInto ?? "" });
    case "reEncrypt":
      return reEncryptSealed(deps, await readInput(deps, flags), flags);
    case "validate":
      return validateSealed(deps, await readInput(deps, flags), flags);
    case "recoveryUnseal":
      return recoveryUnseal(deps, await readInput(deps, flags), flags);
    case undefined: {
      const certificate = await openCertificate(deps, flags);
      return writeObjects(deps, await sealSecrets(deps, await readInput(deps, flags), { ...flags, certificate }), flags);
    }
  }
}

async function readInput({ world }: SealDeps, { secretFile = "-" }: SealFlags): Promise<{ readonly text: string; readonly file: string }> {
  const text = Buffer.from(await world.readBytes(secretFile)).toString("utf8");
  return { text, file: secretFile === "-" ? "standard input" : secretFile };
}
