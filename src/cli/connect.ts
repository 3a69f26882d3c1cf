import type { Command } from "commander";
import type { SillageClient } from "../client/index.ts";
import { getString } from "../kube/index.ts";
import type { CliDeps } from "./deps.ts";

/** The API as the global flags of this command line say. */
export function connectFrom(command: Command, deps: CliDeps): Promise<SillageClient> {
  const flags: unknown = command.optsWithGlobals();
  const server = getString(flags, "server");
  const authToken = getString(flags, "authToken");
  return deps.connect({ ...(server === undefined ? {} : { server }), ...(authToken === undefined ? {} : { authToken }) });
}
