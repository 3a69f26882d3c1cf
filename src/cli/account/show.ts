import { Option, type Command } from "commander";
import type { AccountInfo, SillageClient, UserInfo } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { formatOutput, outputOption, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import { formatTime } from "../output/time.ts";

export function addAccountList(account: Command, deps: CliDeps): void {
  account
    .command("list")
    .description("list the accounts you may see")
    .addOption(outputOption())
    .action(async ({ output }: { readonly output: OutputFormat }, command: Command) => {
      const value = await (await connectFrom(command, deps)).fetchAccounts(deps);
      const rows = value.map(({ name, enabled, capabilities }) => [name, String(enabled), capabilities.join(", ")]);
      const wide = (): string => formatTable(["NAME", "ENABLED", "CAPABILITIES"], rows);
      deps.stdout.write(formatOutput(output, { value, names: () => value.map(({ name }) => name), wide }));
    });
}

export function addAccountGet(account: Command, deps: CliDeps): void {
  account
    .command("get")
    .description("show an account and its tokens")
    .addOption(accountOption())
    .addOption(outputOption())
    .action(async ({ output, account: given }: { readonly output: OutputFormat; readonly account?: string }, command: Command) => {
      const client = await connectFrom(command, deps);
      const value = await client.fetchAccount(given ?? (await fetchOwnName(client, deps)), deps);
      deps.stdout.write(formatOutput(output, { value, names: () => [value.name], wide: () => formatAccount(value, deps.clock.now()) }));
    });
}

export function addAccountUserInfo(account: Command, deps: CliDeps): void {
  account
    .command("get-user-info")
    .alias("whoami")
    .description("say who the server takes you for")
    .addOption(new Option("-o, --output <format>", "output format").choices(["json", "yaml"]))
    .action(async ({ output }: { readonly output?: "json" | "yaml" }, command: Command) => {
      const info = await (await connectFrom(command, deps)).fetchUserInfo(deps);
      if (output === "json") deps.stdout.write(`${JSON.stringify(info, undefined, 2)}\n`);
      else deps.stdout.write(output === "yaml" ? stringifyYaml(info) : formatUserInfo(info));
    });
}

export function accountOption(): Option {
  return new Option("-a, --account <name>", "account (default: your own)");
}

/** Throws `unauthenticated` when nobody is logged in. */
export async function fetchOwnName(client: Pick<SillageClient, "fetchUserInfo">, deps: CliDeps): Promise<string> {
  const { loggedIn, username } = await client.fetchUserInfo(deps);
  if (!loggedIn || username === undefined) throw new SillageError("unauthenticated", "You are not logged in: use `sillage login`, or say which account with --account");
  return username;
}

function formatAccount({ name, enabled, capabilities, tokens }: AccountInfo, nowMs: number): string {
  const rows = tokens.map(({ id, issuedAt, expiresAt }) => [id, formatTime(issuedAt), formatExpiry(expiresAt, nowMs)]);
  return [
    `Name:               ${name}\n`,
    `Enabled:            ${enabled}\n`,
    `Capabilities:       ${capabilities.join(", ")}\n`,
    "\nTokens:\n",
    rows.length === 0 ? "NONE\n" : formatTable(["ID", "ISSUED AT", "EXPIRING AT"], rows),
  ].join("");
}

function formatExpiry(expiresAt: number | undefined, nowMs: number): string {
  if (expiresAt === undefined) return "never";
  return `${formatTime(expiresAt)}${expiresAt * 1_000 < nowMs ? " (expired)" : ""}`;
}

function formatUserInfo({ loggedIn, username = "", iss = "", groups = [] }: UserInfo): string {
  return `Logged In: ${loggedIn}\n${loggedIn ? `Username: ${username}\nIssuer: ${iss}\nGroups: ${groups.join(",")}\n` : ""}`;
}
