import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { getString } from "../../kube/index.ts";
import { readSettings } from "../global-flags.ts";
import { putContext, resolveConnection, resolveContext } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";
import { addSsoFlags } from "./login.ts";
import { signIn, type SignInFlags } from "./sign-in.ts";
import { nameOf, readClaims } from "../token-claims.ts";

/** As whoever the context was logged in as, in the same way. */
export function addRelogin(program: Command, deps: CliDeps): void {
  const relogin = program
    .command("relogin")
    .description("log in again to the server of a context")
    .option("--username <user>", "account, when the context is of nobody yet")
    .option("--password <password>", "password; better typed, or given on standard input");
  addSsoFlags(relogin);
  relogin.action(async (options: SignInFlags, command: Command) => {
    const settings = { ...readSettings(command), server: undefined, authToken: undefined };
    const config = await deps.localConfig.read(settings.configFile);
    const context = resolveContext(config, settings.contextName);
    if (context === undefined) throw new SillageError("invalid", "No context to log in to again: use `sillage login SERVER`");
    const connection = resolveConnection(settings, config);
    if (connection.kind !== "server") throw new SillageError("invalid", `Context "${context.name}" has no server: there is nothing to log in to`);
    const { token: _old, ...http } = connection.http;
    const user = await signIn(http, { ...assumeSame(context.user.authToken), ...options }, deps);
    await deps.localConfig.write({ ...putContext(config, { name: context.name, server: context.server, user }), currentContext: config.currentContext }, settings.configFile);
    deps.stdout.write(`'${nameOf(user.authToken ?? "")}' logged in successfully\nContext '${context.name}' updated\n`);
  });
}

/** Our own tokens are issued by `argocd`; all others are from an identity provider. */
function assumeSame(token: string | undefined): SignInFlags {
  if (token === undefined) return {};
  const claims = readClaims(token);
  if (getString(claims, "iss") !== "argocd") return { sso: true };
  return { username: (getString(claims, "sub") ?? "").replace(/:login$/, "") };
}
