import type { SillageClient } from "../../client/index.ts";
import { createLog } from "../../log/index.ts";
import type { UserEntry } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";
import { describeClient } from "./describe-client.ts";
import { listenForCallback } from "./listen-for-callback.ts";

export interface SsoFlags {
  readonly ssoPort?: number;
  readonly ssoLaunchBrowser?: boolean;
  readonly callback?: string;
}

const defaultPort = 8085;

/**
 * Sends the person to the identity provider of the server with their browser and waits on this machine for them to come back (authorization code with PKCE).
 * Throws `invalid` when the server has no single sign-on.
 */
export async function signInWithSso(client: Pick<SillageClient, "fetchSettings">, flags: SsoFlags, deps: CliDeps): Promise<Omit<UserEntry, "name">> {
  const { createOidcClient } = await import("../../sso/index.ts");
  const oidc = createOidcClient(deps, describeClient(await client.fetchSettings(deps)));
  const ctx = { signal: deps.signal, log: createLog({ level: "silent" }) };
  const port = flags.ssoPort ?? defaultPort;
  const listener = await listenForCallback(port);
  try {
    const callback = flags.callback ?? `localhost:${listener.port}`;
    const { url, attempt } = await oidc.beginLogin(ctx, { redirectUri: `http://${callback}/auth/callback` });
    await showPage(url, flags, deps);
    const tokens = await oidc.completeLogin(ctx, { query: await listener.waitForQuery(deps), attempt });
    return { authToken: tokens.idToken, refreshToken: tokens.refreshToken };
  } finally {
    await listener.close();
  }
}

async function showPage(url: string, { ssoLaunchBrowser = true }: SsoFlags, deps: CliDeps): Promise<void> {
  const isShown = ssoLaunchBrowser && (await deps.openBrowser(url));
  deps.stderr.write(isShown ? `Your browser shows the login page. If it does not: ${url}\n` : `Open this page to log in: ${url}\n`);
}
