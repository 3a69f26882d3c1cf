import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { getNumber, getString } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { packTokens, type SsoTokens } from "./companion.ts";
import type { LoginAttempt } from "./login-attempt.ts";
import { isReturnUrlPermitted } from "./return-url.ts";
import { openJson, sealJson } from "./sealed-text.ts";
import type { SsoParts } from "./sso-parts.ts";

/** The way to the provider and back. Both throw `notFound` while SSO is not configured. */
export interface BrowserLogin {
  /**
   * Where to send a browser, and the cookie it has to bring back within five minutes. `origin`, as in `https://cd.example.com`, picks one of our URLs;
   * `returnUrl` says where people go in the end. Throws `invalid` when that is none of ours.
   */
  beginLogin(ctx: Context, request: { readonly origin?: string; readonly returnUrl?: string }): Promise<{ readonly url: string; readonly cookie: string }>;
  /** Throws `unauthenticated` unless query and cookie belong together and the provider agrees. */
  completeLogin(ctx: Context, answer: { readonly query: string; readonly cookie: string | undefined }): Promise<{ readonly tokens: SsoTokens; readonly returnUrl: string }>;
}

const purpose = "login attempt";
const attemptMs = 300_000;

export function createBrowserLogin({ getParts, clock }: { readonly getParts: () => SsoParts; readonly clock: Pick<Clock, "now"> }): BrowserLogin {
  return {
    async beginLogin(ctx, { origin, returnUrl }) {
      const { client, config, key } = getParts();
      if (returnUrl !== undefined && !isReturnUrlPermitted(returnUrl, config.urls)) {
        throw new SillageError("invalid", 'The return URL is none of ours: it must begin with "url" or one of "additionalUrls" of argocd-cm');
      }
      const base = config.urls.find((url) => new URL(url).origin === origin) ?? config.urls[0] ?? "";
      const { url, attempt } = await client.beginLogin(ctx, { redirectUri: `${base}/auth/callback` });
      const content = { ...attempt, returnUrl: returnUrl ?? `${base}/`, expiresMs: clock.now() + attemptMs };
      return { url, cookie: sealJson(content, { purpose, key }) };
    },
    async completeLogin(ctx, { query, cookie }) {
      const { client, config, key } = getParts();
      const content = cookie === undefined ? undefined : openJson(cookie, { purpose, key });
      const [attempt, returnUrl, expiresMs] = [readAttempt(content), getString(content, "returnUrl"), getNumber(content, "expiresMs") ?? 0];
      if (attempt === undefined || returnUrl === undefined || expiresMs <= clock.now()) {
        throw new SillageError("unauthenticated", "The login took too long, or it began in another browser: try again");
      }
      const tokens = await client.completeLogin(ctx, { query, attempt });
      return { tokens: packTokens(tokens, { config, key }), returnUrl };
    },
  };
}

function readAttempt(content: Readonly<Record<string, unknown>> | undefined): LoginAttempt | undefined {
  const [redirectUri, state, nonce, codeVerifier] = ["redirectUri", "state", "nonce", "codeVerifier"].map((name) => getString(content, name));
  if (redirectUri === undefined || state === undefined || nonce === undefined) return undefined;
  return { redirectUri, state, nonce, ...(codeVerifier === undefined ? {} : { codeVerifier }) };
}
