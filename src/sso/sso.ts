import { describeError, SillageError } from "../errors/index.ts";
import { getNumber } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createBrowserLogin, type BrowserLogin } from "./browser-login.ts";
import { openCompanion, packTokens, subjectOf, type SsoTokens } from "./companion.ts";
import { createGroupCache } from "./group-cache.ts";
import type { OidcTokens } from "./oidc-client.ts";
import { createRenewals } from "./renewals.ts";
import { createSsoParts, type SsoDeps } from "./sso-parts.ts";
import type { Claims } from "./verify-id-token.ts";

/** Single sign-on for the server. Nothing is stored: what is needed later is in the texts the browser keeps. */
export interface Sso extends BrowserLogin {
  /** The claims of a token, groups included, and what replaces it when it is about to expire. Throws `unauthenticated`, also while SSO is not configured. */
  verify(ctx: Context, tokens: SsoTokens): Promise<{ readonly claims: Claims; readonly renewed?: SsoTokens }>;
  /** Where to end the provider's own session; `undefined` when `logoutURL` is not set. */
  getLogoutUrl(token: string): string | undefined;
}

const renewalMs = 10_000;

export function createSso(deps: SsoDeps): Sso {
  const { getConfig, clock } = deps;
  const getParts = createSsoParts(deps);
  const groups = createGroupCache({ clock });
  const renewals = createRenewals({ clock });

  /** `undefined` while the token lives long enough, and when it cannot be renewed: it holds for a while yet. */
  async function renew({ log }: Context, claims: Claims, refreshToken: string | undefined): Promise<OidcTokens | undefined> {
    const { client, config } = getParts();
    const leftMs = (getNumber(claims, "exp") ?? 0) * 1_000 - clock.now();
    if (refreshToken === undefined || leftMs >= config.refreshThresholdMs) return undefined;
    try {
      // Not ended with the request: others wait for it, and a refresh token that was spent without an answer is lost.
      const refresh = (): Promise<OidcTokens> => client.refresh({ log, signal: AbortSignal.timeout(renewalMs) }, { refreshToken, subject: subjectOf(claims) });
      return await renewals.share(refreshToken, refresh);
    } catch (error) {
      log.warn("Session not renewed", { error: describeError(error) });
      return undefined;
    }
  }

  return {
    ...createBrowserLogin({ getParts, clock }),
    async verify(ctx, { token, companion }) {
      if (getConfig() === undefined) throw new SillageError("unauthenticated", "The token is not valid: log in again");
      const { client, config, key } = getParts();
      const verified = await client.verifyIdToken(ctx, token);
      const opened = openCompanion(companion, { claims: verified, key });
      const tokens = await renew(ctx, verified, opened.refreshToken);
      const { claims, accessToken } = tokens ?? { claims: verified, accessToken: opened.accessToken };
      const isAsked = config.userInfo !== undefined && accessToken !== undefined;
      return {
        claims: isAsked ? { ...claims, groups: await groups.get(ctx, { client, accessToken, claims, ...config.userInfo }) } : claims,
        ...(tokens === undefined ? {} : { renewed: packTokens(tokens, { config, key }) }),
      };
    },
    getLogoutUrl(token) {
      const { logoutUrl, urls = [] } = getConfig() ?? {};
      return logoutUrl?.replaceAll("{{token}}", () => encodeURIComponent(token)).replaceAll("{{logoutRedirectURL}}", () => urls[0] ?? "");
    },
  };
}
