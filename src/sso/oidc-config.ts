import type { JsonObject } from "../kube/index.ts";

/** One client at one provider: what the server uses, and, with another client id and without a secret, the command line. */
export interface OidcClientConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** Left out: a public client. */
  readonly clientSecret?: string;
  readonly scopes: readonly string[];
  /** `requestedIDTokenClaims`, as they go into the request. */
  readonly requestedClaims?: JsonObject;
  readonly isPkceUsed: boolean;
  readonly domainHint?: string;
  readonly audience: Audience;
  /** PEM; the only authority that is trusted then. */
  readonly rootCa?: string;
  /** Only `oidc.tls.insecure.skip.verify` takes it away. */
  readonly isCertificateVerified: boolean;
  /** Where groups are asked for; the provider's own endpoint when left out. */
  readonly userInfoUrl?: string;
}

/** Whom a token may be for: a token for anybody else is refused. */
export interface Audience {
  readonly allowed: readonly string[];
  /** `skipAudienceCheckWhenTokenHasNoAudience`. */
  readonly isOptional: boolean;
}

/** `oidc.config`, `url` and `additionalUrls` of `argocd-cm`. */
export interface OidcConfig {
  /** What the login button says. */
  readonly name: string;
  readonly client: OidcClientConfig;
  /** `cliClientID`. */
  readonly cliClientId?: string;
  /** With `{{token}}` and `{{logoutRedirectURL}}` in it. */
  readonly logoutUrl?: string;
  /** `enableUserInfoGroups`: groups come from the user info, and are asked for again after this time, or with the next token. */
  readonly userInfo?: { readonly cacheMs?: number };
  /** `refreshTokenThreshold`: a token that lives no longer is renewed; 0 for never. */
  readonly refreshThresholdMs: number;
  /** Where we are reached; the first one is the usual one. */
  readonly urls: readonly string[];
}
