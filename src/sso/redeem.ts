import { isSillageError, SillageError } from "../errors/index.ts";
import { getString } from "../kube/index.ts";
import type { LoginAttempt } from "./login-attempt.ts";
import type { Provider } from "./provider.ts";

/** What the token endpoint gave; nothing of it is verified. */
export interface UnverifiedTokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken?: string;
}

interface Call {
  readonly signal: AbortSignal;
}

/** Tokens for the code somebody came back with. Throws `unauthenticated` when the answer does not fit the attempt or the provider says no. */
export async function redeemCode(provider: Provider, { query, attempt, signal }: Call & { readonly query: string; readonly attempt: LoginAttempt }): Promise<UnverifiedTokens> {
  const { authorizationCodeGrant } = await import("openid-client");
  const url = new URL(attempt.redirectUri);
  url.search = query;
  const { state: expectedState, nonce: expectedNonce, codeVerifier } = attempt;
  const checks = { expectedState, expectedNonce, idTokenExpected: true, ...(codeVerifier === undefined ? {} : { pkceCodeVerifier: codeVerifier }) };
  try {
    return readAnswer(await authorizationCodeGrant(await provider.configure(signal), url, checks));
  } catch (error) {
    signal.throwIfAborted();
    throw explain(error, "The login did not succeed");
  }
}

/** Throws `unauthenticated` when the refresh token is not taken any more. */
export async function redeemRefreshToken(provider: Provider, { refreshToken, signal }: Call & { readonly refreshToken: string }): Promise<UnverifiedTokens> {
  const { refreshTokenGrant } = await import("openid-client");
  try {
    // Some providers give a new refresh token each time, with others the old one goes on.
    return { refreshToken, ...readAnswer(await refreshTokenGrant(await provider.configure(signal), refreshToken)) };
  } catch (error) {
    signal.throwIfAborted();
    throw explain(error, "The session could not be renewed");
  }
}

interface TokenAnswer {
  readonly id_token?: string;
  readonly access_token: string;
  readonly refresh_token?: string;
}

function readAnswer({ id_token: idToken, access_token: accessToken, refresh_token: refreshToken }: TokenAnswer): UnverifiedTokens {
  if (idToken === undefined) throw new SillageError("unauthenticated", "The identity provider sent no ID token");
  return { idToken, accessToken, ...(refreshToken === undefined ? {} : { refreshToken }) };
}

/** Only the provider's short code is repeated: the rest of such errors holds tokens. */
function explain(error: unknown, what: string): SillageError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (isSillageError(cause)) return cause;
  const code = getString(error, "error") ?? getString(error, "code") ?? "unknown";
  return new SillageError("unauthenticated", `${what}: the identity provider's answer is "${code.replace(/[^\w.-]/g, "?").slice(0, 60)}"`);
}
