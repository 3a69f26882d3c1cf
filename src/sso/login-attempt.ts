import type { OidcClientConfig } from "./oidc-config.ts";
import type { Provider } from "./provider.ts";

/** What has to be remembered between sending somebody to the provider and their return. Secret: whoever has it could finish the login. */
export interface LoginAttempt {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier?: string;
}

export interface LoginRequest {
  readonly config: OidcClientConfig;
  readonly redirectUri: string;
  readonly signal: AbortSignal;
}

/** Where to send somebody, and what only their answer will fit. */
export async function makeAttempt(provider: Provider, { config, redirectUri, signal }: LoginRequest): Promise<{ readonly url: string; readonly attempt: LoginAttempt }> {
  const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } = await import("openid-client");
  const codeVerifier = config.isPkceUsed ? randomPKCECodeVerifier() : undefined;
  const attempt: LoginAttempt = { redirectUri, state: randomState(), nonce: randomNonce(), ...(codeVerifier === undefined ? {} : { codeVerifier }) };
  const url = buildAuthorizationUrl(await provider.configure(signal), {
    redirect_uri: redirectUri,
    scope: config.scopes.join(" "),
    state: attempt.state,
    nonce: attempt.nonce,
    ...(codeVerifier === undefined ? {} : { code_challenge: await calculatePKCECodeChallenge(codeVerifier), code_challenge_method: "S256" }),
    ...(config.requestedClaims === undefined ? {} : { claims: JSON.stringify({ id_token: config.requestedClaims }) }),
    ...(config.domainHint === undefined ? {} : { domain_hint: config.domainHint }),
  });
  return { url: url.href, attempt };
}
