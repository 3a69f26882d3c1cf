import { getNumber, getString } from "../kube/index.ts";
import type { Accounts, Capability } from "./account.ts";
import type { Identity } from "./identity.ts";
import { ownIssuer, refuse, type Claims } from "./session-token.ts";

/** A token of a project role, as the project's list of tokens has it. */
export interface ProjectToken {
  readonly project: string;
  readonly role: string;
  readonly id: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
}

export interface TokenRecords {
  readonly accounts: Accounts;
  readonly hasProjectToken: (token: ProjectToken) => boolean;
  readonly isRevoked: (id: string) => boolean;
}

/** Whether a token of ours with a good signature still counts, by what we know of accounts and projects. Throws `unauthenticated` with the reason. */
export function assessClaims(claims: Claims, records: TokenRecords): Identity {
  const token = readCommon(claims);
  const [first = "", second = "", third = "", ...rest] = token.subject.split(":");
  if (first === "proj" && second !== "" && third !== "" && rest.length === 0) {
    const { tokenId: id, issuedAt } = token;
    if (!records.hasProjectToken({ project: second, role: third, id, issuedAt })) throw refuse(`Role "${third}" of project "${second}" has no such token: it was deleted`);
    return { kind: "projectRole", username: token.subject, ...token };
  }
  const kind = second === "apiKey" ? "apiKey" : "login";
  assessAccount(first, { ...token, kind }, records);
  return { kind, username: first, ...token, subject: first };
}

type Common = Pick<Identity, "subject" | "groups" | "issuer" | "tokenId" | "issuedAt" | "expiresAt">;

function readCommon(claims: Claims): Common {
  const expiresAt = getNumber(claims, "exp");
  return {
    subject: getString(claims, "sub") ?? "",
    groups: [],
    issuer: ownIssuer,
    tokenId: getString(claims, "jti") ?? "",
    issuedAt: getNumber(claims, "iat") ?? 0,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function assessAccount(name: string, token: Common & { readonly kind: Capability }, { accounts, isRevoked }: TokenRecords): void {
  const account = accounts.accounts.get(name);
  if (account === undefined) throw refuse(`There is no account "${name}" any more`);
  if (!account.isEnabled) throw refuse(`Account "${name}" is disabled`);
  if (!account.capabilities.includes(token.kind)) throw refuse(`Account "${name}" has no "${token.kind}" capability`);
  if (token.tokenId === "" || isRevoked(token.tokenId)) throw refuse("The session was ended: log in again");
  if (token.kind === "apiKey" && !account.tokens.some(({ id }) => id === token.tokenId)) throw refuse(`Account "${name}" has no such token: it was deleted`);
  if (account.passwordMtime !== undefined && token.issuedAt < account.passwordMtime) throw refuse(`The password of account "${name}" has changed since: log in again`);
}
