import { describeError } from "../../errors/index.ts";
import { getNumber, getString } from "../../kube/index.ts";
import { createLog } from "../../log/index.ts";
import { putContext, resolveConnection, resolveContext, type CliSettings } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";
import { readClaims } from "../token-claims.ts";
import { describeClient } from "./describe-client.ts";

/** A token that lives no longer than this is as good as expired. */
const marginSeconds = 10;

/** Gets a new token from the identity provider when that of the context has expired. Where it gives none, people are told to log in by the call that follows. */
export async function renewSession(settings: CliSettings, deps: CliDeps): Promise<void> {
  if (settings.authToken !== undefined || settings.isCore === true) return;
  const config = await deps.localConfig.read(settings.configFile);
  const context = resolveContext(config, settings.contextName);
  const { authToken, refreshToken } = context?.user ?? {};
  if (context === undefined || authToken === undefined || refreshToken === undefined || !isExpired(authToken, deps.clock.now())) return;
  const connection = resolveConnection({ contextName: context.name }, config);
  if (connection.kind !== "server") return;
  try {
    const { token: _expired, ...http } = connection.http;
    const { createOidcClient } = await import("../../sso/index.ts");
    const oidc = createOidcClient(deps, describeClient(await (await deps.openServer(http)).fetchSettings(deps)));
    const ctx = { signal: deps.signal, log: createLog({ level: "silent" }) };
    const tokens = await oidc.refresh(ctx, { refreshToken, subject: getString(readClaims(authToken), "sub") ?? "" });
    const renewed = putContext(config, { name: context.name, server: context.server, user: { authToken: tokens.idToken, refreshToken: tokens.refreshToken ?? refreshToken } });
    await deps.localConfig.write({ ...renewed, currentContext: config.currentContext }, settings.configFile);
  } catch (error) {
    deps.signal.throwIfAborted();
    deps.stderr.write(`The session was not renewed: ${describeError(error)}\n`);
  }
}

function isExpired(token: string, nowMs: number): boolean {
  const expiresAt = getNumber(readClaims(token), "exp");
  return expiresAt !== undefined && expiresAt - marginSeconds <= nowMs / 1_000;
}
