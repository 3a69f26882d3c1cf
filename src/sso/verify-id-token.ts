import { decodeJwt, errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from "jose";
import { isSillageError, SillageError } from "../errors/index.ts";
import type { Audience } from "./oidc-config.ts";

/** What a token says, once it was found good. */
export type Claims = Readonly<Record<string, unknown>>;

export interface TokenRules {
  readonly issuer: string;
  readonly audience: Audience;
  readonly getKey: JWTVerifyGetKey;
  readonly nowMs: number;
  /** Of the login that asked for the token; left out for a token somebody sends. */
  readonly nonce?: string;
}

/** No symmetric one: what everybody may know, the public key, would count as a secret. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"];

/** Signature, issuer, audience, times and nonce of an ID token. Throws `unauthenticated`, or `unavailable` when the provider's keys cannot be read. */
export async function verifyIdToken(token: string, { issuer, audience, getKey, nowMs, nonce }: TokenRules): Promise<Claims> {
  try {
    const hasAudience = decodeJwt(token).aud !== undefined;
    if (!hasAudience && !audience.isOptional) throw refuse("it is for nobody in particular");
    const payload = await verifyWithAny(token, getKey, {
      algorithms,
      issuer,
      currentDate: new Date(nowMs),
      requiredClaims: ["exp", "iat", "sub"],
      ...(hasAudience ? { audience: [...audience.allowed] } : {}),
    });
    if (nonce !== undefined && payload["nonce"] !== nonce) throw refuse("it belongs to another login");
    return payload;
  } catch (error) {
    if (isSillageError(error)) throw error;
    if (error instanceof errors.JWTExpired) throw new SillageError("unauthenticated", "The token has expired: log in again");
    if (error instanceof errors.JOSEError) throw refuse(explain(error));
    throw error;
  }
}

/** A token that does not name its key may be signed with any of those that fit. */
async function verifyWithAny(token: string, getKey: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<Claims> {
  try {
    return (await jwtVerify(token, getKey, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const verified = await jwtVerify(token, key, options).catch((failure: unknown) => {
        if (failure instanceof errors.JWSSignatureVerificationFailed) return undefined;
        throw failure;
      });
      if (verified !== undefined) return verified.payload;
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function refuse(why: string): SillageError {
  return new SillageError("unauthenticated", `The token of the identity provider is not valid: ${why}`);
}

function explain(error: errors.JOSEError): string {
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === "aud" ? "it is for another client" : `claim "${error.claim}" does not hold`;
  if (error instanceof errors.JWKSNoMatchingKey) return "the provider has no such key";
  return "its signature or form is wrong";
}
