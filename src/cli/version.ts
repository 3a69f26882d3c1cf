import { Option, type Command } from "commander";
import type { SillageClient } from "../client/index.ts";
import { describeError } from "../errors/index.ts";
import { connectFrom } from "./connect.ts";
import type { CliDeps } from "./deps.ts";

interface VersionOptions {
  readonly client?: true;
  readonly short?: true;
  readonly output: "wide" | "json" | "yaml" | "short";
}

type ServerVersion = Awaited<ReturnType<SillageClient["fetchVersionInfo"]>>;

export function addVersionCommand(program: Command, deps: CliDeps): void {
  program
    .command("version")
    .description("print the versions of this client and of the server")
    .option("--client", "only the client's version, no server is asked")
    .option("--short", "only the numbers")
    .addOption(new Option("-o, --output <format>", "output format").choices(["wide", "json", "yaml", "short"]).default("wide"))
    .action(async ({ client: isClientOnly, short, output }: VersionOptions, command: Command) => {
      const server = isClientOnly === true ? undefined : await fetchServerVersion(command, deps);
      const versions = { client: { Version: deps.version }, ...(server === undefined ? {} : { server }) };
      if (output === "json") deps.stdout.write(`${JSON.stringify(versions, undefined, 2)}\n`);
      else if (output === "yaml") deps.stdout.write((await import("../kube/yaml/index.ts")).stringifyYaml(versions));
      else deps.stdout.write(describe(deps.version, server, short === true || output === "short"));
    });
}

/** The client's version is worth something without the server's: why there is none is no failure. */
async function fetchServerVersion(command: Command, deps: CliDeps): Promise<ServerVersion | undefined> {
  try {
    return await (await connectFrom(command, deps)).fetchVersionInfo(deps);
  } catch (error) {
    deps.stderr.write(`${describeError(error)}\n`);
    return undefined;
  }
}

function describe(client: string, server: ServerVersion | undefined, isShort: boolean): string {
  const { Version: version = "", ...rest } = server ?? {};
  const details = isShort ? [] : Object.entries(rest).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const lines = [`sillage: ${client}`, ...(server === undefined ? [] : [`sillage-server: ${version}`]), ...details.map(([name, value]) => `  ${name}: ${value}`)];
  return lines.map((line) => `${line}\n`).join("");
}
