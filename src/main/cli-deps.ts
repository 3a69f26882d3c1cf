import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import type { Clock } from "../async/index.ts";
import type { CliDeps, CliSettings } from "../cli/index.ts";
import { createClient, type SillageClient } from "../client/index.ts";
import { SillageError } from "../errors/index.ts";
import { readContext } from "./context-file.ts";
import { readEnvironment, type Environment } from "./environment.ts";
import { createServeCommands } from "./serve-commands.ts";
import { productVersion } from "./version.ts";

/** The world as the command line sees it. */
export function createCliDeps(rim: { readonly clock: Clock; readonly signal: AbortSignal }): CliDeps {
  const environment = readEnvironment();
  return {
    connect: (settings) => connect(settings, environment),
    readFile: (file) => (file === "-" ? readAll(process.stdin) : readFile(file, "utf8")),
    renderFolder: async (folder, options) => (await import("./render-folder.ts")).renderFolder(folder, options),
    loadSealWorld: async () => (await import("./seal-world.ts")).createSealWorld({ clock: rim.clock, environment }),
    openCluster: async (flags) => (await import("./open-cluster.ts")).openCluster({ clock: rim.clock, environment }, flags),
    serveCommands: createServeCommands(environment, rim.clock),
    stdout: { write: (text) => void process.stdout.write(text) },
    stderr: { write: (text) => void process.stderr.write(text) },
    confirm,
    setExitCode(code) {
      process.exitCode = code;
    },
    clock: rim.clock,
    signal: rim.signal,
    version: productVersion(),
  };
}

async function connect(settings: CliSettings, environment: Environment): Promise<SillageClient> {
  const context = await readContext(environment.contextFile);
  const server = settings.server ?? context?.server;
  const token = settings.authToken ?? (server === context?.server ? context?.token : undefined);
  if (server === undefined) throw new SillageError("invalid", "No server: start `sillage server` on this machine, or give --server and --auth-token");
  if (token === undefined) throw new SillageError("unauthenticated", `No token for "${server}": give --auth-token or SILLAGE_AUTH_TOKEN`);
  return createClient({ server, token });
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new SillageError("invalid", `"${question}" cannot be asked without a terminal: add --yes`);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [y/n] `);
  prompt.close();
  return answer.toLowerCase().startsWith("y");
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) text += String(chunk);
  return text;
}
