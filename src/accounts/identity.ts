import type { Claims } from "./session-token.ts";

/** Who calls, as a token says, or nobody in particular where anonymous access is on. */
export interface Identity {
  readonly kind: "anonymous" | "login" | "apiKey" | "projectRole" | "sso";
  /** What RBAC judges: an account, `proj:<project>:<role>`, or the subject at the identity provider; empty for anonymous. */
  readonly subject: string;
  /** The name shown to people and kept in history. */
  readonly username: string;
  /** From the claims that `scopes` of `argocd-rbac-cm` names. */
  readonly groups: readonly string[];
  readonly issuer: string;
  /** What revocation and audit know the token by; empty for anonymous. */
  readonly tokenId: string;
  /** Seconds since 1970, as in the token. */
  readonly issuedAt: number;
  readonly expiresAt?: number;
}

export const anonymous: Identity = { kind: "anonymous", subject: "", username: "", groups: [], issuer: "", tokenId: "", issuedAt: 0 };

/** The texts in the named claims, one after the other: a claim is a text or a list of texts. */
export function readGroups(claims: Claims, scopes: readonly string[]): readonly string[] {
  const values = scopes.flatMap((scope): readonly unknown[] => {
    const claim = Object.hasOwn(claims, scope) ? claims[scope] : undefined;
    return Array.isArray(claim) ? claim : [claim];
  });
  return [...new Set(values.filter((value) => typeof value === "string"))];
}
