import { Argument, InvalidArgumentError, type Command } from "commander";
import { getNumber, getString } from "../../../kube/index.ts";
import { confirmIfWanted, connectFrom } from "../../connect.ts";
import type { CliDeps } from "../../deps.ts";
import { parseLifetime } from "../../flags.ts";
import { formatTable } from "../../output/table.ts";
import { formatTime } from "../../output/time.ts";
import { readClaims } from "../../token-claims.ts";
import { findRole } from "../edits/roles.ts";
import { tokensOf } from "./show.ts";

export function addRoleTokens(role: Command, deps: CliDeps): void {
  addCreateToken(role, deps);
  addListTokens(role, deps);
  addDeleteToken(role, deps);
}

interface CreateOptions {
  readonly expiresIn: number;
  readonly id?: string;
  readonly tokenOnly?: true;
}

function addCreateToken(role: Command, deps: CliDeps): void {
  role
    .command("create-token <project> <role>")
    .alias("token-create")
    .description("make a token with the rights of the role; it is shown this once")
    .option("-e, --expires-in <duration>", "how long it counts, such as 12h or 7d; 0s for ever", parseLifetime, 0)
    .option("-i, --id <id>", "name of the token (default: a random one)")
    .option("-t, --token-only", "print nothing but the token")
    .action(async (project: string, roleName: string, { expiresIn, id, tokenOnly }: CreateOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      const token = await client.createProjectToken({ project, role: roleName, expiresInSeconds: expiresIn, ...(id === undefined ? {} : { id }) }, deps);
      deps.stdout.write(tokenOnly === true ? `${token}\n` : describeToken(token));
    });
}

function describeToken(token: string): string {
  const claims = readClaims(token);
  return [
    `Create token succeeded for ${getString(claims, "sub") ?? ""}.\n`,
    `  ID: ${getString(claims, "jti") ?? ""}\n`,
    `  Issued At: ${timeOrNever(getNumber(claims, "iat"))}\n`,
    `  Expires At: ${timeOrNever(getNumber(claims, "exp"))}\n`,
    `  Token: ${token}\n`,
  ].join("");
}

function addListTokens(role: Command, deps: CliDeps): void {
  role
    .command("list-tokens <project> <role>")
    .aliases(["list-token", "token-list"])
    .description("list the tokens of a role")
    .option("-u, --unixtime", "times as Unix seconds, as delete-token takes them")
    .action(async (name: string, roleName: string, { unixtime }: { readonly unixtime?: true }, command: Command) => {
      const project = await (await connectFrom(command, deps)).fetchProject(name, deps);
      const tokens = tokensOf(project, findRole(project, roleName));
      const show = (seconds: number): string => (unixtime === true ? String(seconds) : timeOrNever(seconds));
      const rows = tokens.map(({ id = "", iat, exp = 0 }) => [id, show(iat), show(exp)]);
      deps.stdout.write(rows.length === 0 ? `No tokens for ${name}.${roleName}\n` : formatTable(["ID", "ISSUED AT", "EXPIRES AT"], rows));
    });
}

function addDeleteToken(role: Command, deps: CliDeps): void {
  role
    .command("delete-token <project> <role>")
    .aliases(["token-delete", "remove-token"])
    .description("make a token useless")
    .addArgument(new Argument("<issued-at>", "when it was issued, in Unix seconds as `list-tokens --unixtime` has them").argParser(parseSeconds))
    .action(async (project: string, roleName: string, iat: number, _options: unknown, command: Command) => {
      const client = await connectFrom(command, deps);
      if (await confirmIfWanted(`Are you sure you want to delete '${iat}' project token?`, command, deps)) await client.deleteProjectToken({ project, role: roleName, iat }, deps);
      else deps.stdout.write(`The command to delete project token '${iat}' was cancelled.\n`);
    });
}

function timeOrNever(seconds = 0): string {
  return seconds === 0 ? "Never" : formatTime(seconds);
}

function parseSeconds(value: string): number {
  if (!/^\d{1,12}$/.test(value)) throw new InvalidArgumentError("It takes Unix seconds.");
  return Number(value);
}
