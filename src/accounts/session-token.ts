import { decodeJwt, errors, jwtVerify, SignJWT } from "jose";
import { SillageError } from "../errors/index.ts";

/** What a token says, once its signature was found good. */
export type Claims = Readonly<Record<string, unknown>>;

/** Argo CD's issuer, so that its tokens are ours and ours are its. */
export const ownIssuer = "argocd";

/** No token a browser could send is longer: Argo CD spreads one over at most 20 cookies of 4 kB. */
const longestToken = 80_000;

export interface TokenContent {
  readonly subject: string;
  readonly id: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Left out: it never expires. */
  readonly expiresAt?: number;
}

/** A JWT with exactly Argo CD's claims. */
export async function signToken({ subject, id, issuedAt, expiresAt }: TokenContent, key: Uint8Array): Promise<string> {
  const token = new SignJWT().setProtectedHeader({ alg: "HS256", typ: "JWT" }).setIssuer(ownIssuer).setSubject(subject).setJti(id).setIssuedAt(issuedAt).setNotBefore(issuedAt);
  return (expiresAt === undefined ? token : token.setExpirationTime(expiresAt)).sign(key);
}

/** The claims of a token of ours. Throws `unauthenticated` when it was signed with another key or algorithm, has expired, or is not valid yet. */
export async function readToken(token: string, { key, nowMs }: { readonly key: Uint8Array; readonly nowMs: number }): Promise<Claims> {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ["HS256"], issuer: ownIssuer, currentDate: new Date(nowMs), requiredClaims: ["sub", "iat"] });
    return payload;
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError)) throw cause;
    throw refuse(cause instanceof errors.JWTExpired ? "The token has expired: log in again" : "The token is not valid: log in again");
  }
}

/** Who claims to have issued a token that nobody has verified yet. */
export function peekIssuer(token: string): string | undefined {
  if (token.length > longestToken) return undefined;
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** A token that is not accepted; the sentence goes to whoever sent it. */
export function refuse(message: string): SillageError {
  return new SillageError("unauthenticated", message);
}
