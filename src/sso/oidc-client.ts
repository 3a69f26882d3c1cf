import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { Context } from "../log/index.ts";
import { createHttp } from "./http.ts";
import { makeAttempt, type LoginAttempt } from "./login-attempt.ts";
import type { OidcClientConfig } from "./oidc-config.ts";
import { createFetchProvider, type Provider } from "./provider.ts";
import { redeemCode, redeemRefreshToken, type UnverifiedTokens } from "./redeem.ts";
import { fetchUserInfo } from "./user-info.ts";
import { verifyIdToken, type Claims } from "./verify-id-token.ts";

export interface OidcTokens extends UnverifiedTokens {
  /** Of the ID token, which was verified. */
  readonly claims: Claims;
}

/** Logs in at a provider and judges its tokens; for the server and for the command line. All throw `unavailable` when the provider cannot be reached. */
export interface OidcClient {
  /** Where to send somebody, who comes back to `redirectUri`. */
  beginLogin(ctx: Context, request: { readonly redirectUri: string }): Promise<{ readonly url: string; readonly attempt: LoginAttempt }>;
  /** `query` is what they came back with. Throws `unauthenticated` when the provider said no, or when it is not the answer to this attempt. */
  completeLogin(ctx: Context, answer: { readonly query: string; readonly attempt: LoginAttempt }): Promise<OidcTokens>;
  /** Throws `unauthenticated` when the provider takes the refresh token no more, or answers for somebody else. */
  refresh(ctx: Context, session: { readonly refreshToken: string; readonly subject: string }): Promise<OidcTokens>;
  /** The claims of a token that somebody sends. Throws `unauthenticated`. */
  verifyIdToken(ctx: Context, token: string): Promise<Claims>;
  /** Throws `unauthenticated` when the access token is not taken, or when the answer is about somebody else. */
  fetchUserInfo(ctx: Context, session: { readonly accessToken: string; readonly subject: string }): Promise<Claims>;
}

export function createOidcClient({ clock }: { readonly clock: Pick<Clock, "now"> }, config: OidcClientConfig): OidcClient {
  const http = createHttp(config);
  const fetchProvider = createFetchProvider({ clock, http }, config);

  function verify(token: string, { metadata, getKey }: Provider, nonce?: string): Promise<Claims> {
    return verifyIdToken(token, { issuer: metadata.issuer, audience: config.audience, getKey, nowMs: clock.now(), ...(nonce === undefined ? {} : { nonce }) });
  }

  return {
    beginLogin: async ({ signal }, { redirectUri }) => makeAttempt(await fetchProvider(), { config, redirectUri, signal }),
    async completeLogin({ signal }, { query, attempt }) {
      const provider = await fetchProvider();
      const tokens = await redeemCode(provider, { query, attempt, signal });
      return { ...tokens, claims: await verify(tokens.idToken, provider, attempt.nonce) };
    },
    async refresh({ signal }, { refreshToken, subject }) {
      const provider = await fetchProvider();
      const tokens = await redeemRefreshToken(provider, { refreshToken, signal });
      const claims = await verify(tokens.idToken, provider);
      if (claims["sub"] !== subject) throw new SillageError("unauthenticated", "The identity provider renewed the session of somebody else");
      return { ...tokens, claims };
    },
    verifyIdToken: async (_ctx, token) => verify(token, await fetchProvider()),
    async fetchUserInfo({ signal }, { accessToken, subject }) {
      const provider = await fetchProvider();
      const url = config.userInfoUrl ?? provider.metadata.userinfo_endpoint;
      if (url === undefined) throw new SillageError("invalid", `Identity provider "${config.issuer}" has no user info: set "userInfoPath"`);
      return fetchUserInfo({ http, verify: (token) => verify(token, provider) }, { url, accessToken, subject, signal });
    },
  };
}
