import { SillageError } from "../errors/index.ts";
import { isRecord } from "../kube/index.ts";
import type { SendHttp } from "./http.ts";
import type { Claims } from "./verify-id-token.ts";

interface UserInfoDeps {
  readonly http: SendHttp;
  /** For providers that sign the answer. */
  readonly verify: (token: string) => Promise<Claims>;
}

interface UserInfoRequest {
  readonly url: string;
  readonly accessToken: string;
  readonly subject: string;
  readonly signal: AbortSignal;
}

/** What the provider says of somebody. Throws `unauthenticated` when the token is not taken or the answer is about somebody else, `unavailable` otherwise. */
export async function fetchUserInfo({ http, verify }: UserInfoDeps, { url, accessToken, subject, signal }: UserInfoRequest): Promise<Claims> {
  const response = await http(url, { method: "GET", headers: { authorization: `Bearer ${accessToken}`, accept: "application/json, application/jwt" }, signal });
  if (response.status === 401) throw new SillageError("unauthenticated", "The identity provider gives no user info for this session any more: log in again");
  if (!response.ok) throw new SillageError("unavailable", `The identity provider's user info answered ${response.status}`);
  const isSigned = response.headers.get("content-type")?.startsWith("application/jwt") === true;
  const claims = isSigned ? await verify(await response.text()) : parse(await response.text());
  if (claims["sub"] !== subject) throw new SillageError("unauthenticated", "The identity provider's user info is about somebody else");
  return claims;
}

function parse(text: string): Claims {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Said below.
  }
  throw new SillageError("unavailable", "The identity provider's user info is no JSON object");
}
