import type { Command } from "commander";
import type { SillageClient } from "../client/index.ts";
import { readSettings, type GlobalFlags } from "./global-flags.ts";
import type { CliDeps } from "./deps.ts";

/** The API as the global flags of this command line say. */
export async function connectFrom(command: Command, deps: CliDeps): Promise<SillageClient> {
  const settings = readSettings(command);
  const { renewSession } = await import("./session/renew-session.ts");
  await renewSession(settings, deps);
  return deps.connect(settings);
}

/** Asks before something is deleted, if the person wants to be asked (`--prompts-enabled`, `sillage configure`); like `argocd`, not asked is a yes. */
export async function confirmIfWanted(question: string, command: Command, deps: CliDeps): Promise<boolean> {
  const { configFile } = readSettings(command);
  const isWanted = command.optsWithGlobals<GlobalFlags>().promptsEnabled ?? (await deps.localConfig.read(configFile)).promptsEnabled;
  return isWanted ? deps.confirm(question) : true;
}
