import { hash } from "node:crypto";
import type { Clock } from "../async/index.ts";
import { isSillageError, SillageError } from "../errors/index.ts";
import { getNumber, getString } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import type { Accounts } from "./account.ts";
import { assessClaims, type ProjectToken } from "./assess-claims.ts";
import { anonymous, readGroups, type Identity } from "./identity.ts";
import { createLogin, type Credentials, type LoginOptions } from "./login.ts";
import type { Passwords } from "./passwords.ts";
import type { Revocations } from "./revocations.ts";
import { ownIssuer, peekIssuer, readToken, refuse, signToken, type Claims } from "./session-token.ts";

export interface SessionDeps {
  readonly accounts: { get(): Accounts };
  /** The claims that hold groups: `scopes` of `argocd-rbac-cm`. */
  getScopes(): readonly string[];
  readonly hasProjectToken: (token: ProjectToken) => boolean;
  readonly revocations: Pick<Revocations, "has" | "add">;
  readonly passwords: Pick<Passwords, "verify">;
  /** Claims of a token that an identity provider issued; throws `unauthenticated`. Left out: there is no SSO. */
  readonly verifyExternal?: (ctx: Context, tokens: SessionTokens) => Promise<{ readonly claims: Claims; readonly renewed?: SessionTokens }>;
  readonly clock: Pick<Clock, "now">;
  /** A fresh unique id. */
  readonly newId: () => string;
}

/** What a client keeps of its session. */
export interface SessionTokens {
  readonly token: string;
  /** What SSO needs besides the token, in a text of its own that only the server can read. */
  readonly companion?: string;
}

export interface Authenticated {
  readonly identity: Identity;
  /** Set when the session is about to expire: the client takes these from now on. */
  readonly renewed?: SessionTokens;
}

/** Tokens: given for a password, accepted, renewed and ended. All failures are `unauthenticated` unless said. */
export interface SessionManager {
  /** A session token. The answer to an unknown name, a wrong password and too many tries is one and the same. */
  login(ctx: Context, credentials: Credentials): Promise<string>;
  /** Who sent this token, or none. Where anonymous access is on, a token that is not accepted is no failure either, as with Argo CD. */
  authenticate(ctx: Context, tokens: SessionTokens | undefined): Promise<Authenticated>;
  /** The check of `login` alone, for whoever is about to change a password. */
  checkPassword(ctx: Context, credentials: Credentials): Promise<void>;
  /** Ends a session of a login or of SSO on all replicas. Throws `invalid` for API tokens, which are deleted instead. */
  revoke(ctx: Context, token: string): Promise<void>;
  /** Signs a token for an account's API key (`name:apiKey`) or a project role (`proj:project:role`); the caller has recorded its id. */
  issueToken(content: { readonly subject: string; readonly id: string; readonly issuedAt: number; readonly expiresAt?: number }): Promise<string>;
}

/** A login token that lives no longer than this is renewed with the next request. */
const renewalSeconds = 300;

export function createSessionManager(deps: SessionDeps, options: LoginOptions): SessionManager {
  const { accounts, clock, newId } = deps;
  const checkPassword = createLogin(deps, options);
  const nowSeconds = (): number => Math.floor(clock.now() / 1_000);

  function getKey(): Uint8Array {
    const { signingKey } = accounts.get();
    if (signingKey === undefined) throw new SillageError("unavailable", 'Secret "argocd-secret" has no "server.secretkey" yet: sessions cannot be signed');
    return signingKey;
  }

  function signLogin(name: string, seconds: number): Promise<string> {
    const issuedAt = nowSeconds();
    return signToken({ subject: `${name}:login`, id: newId(), issuedAt, expiresAt: issuedAt + seconds }, getKey());
  }

  async function identify(ctx: Context, tokens: SessionTokens): Promise<Authenticated> {
    return peekIssuer(tokens.token) === ownIssuer ? identifyOwn(tokens.token) : identifyExternal(ctx, tokens);
  }

  async function identifyOwn(token: string): Promise<Authenticated> {
    const claims = await readToken(token, { key: getKey(), nowMs: clock.now() });
    const identity = assessClaims(claims, { accounts: accounts.get(), hasProjectToken: deps.hasProjectToken, isRevoked: (id) => deps.revocations.has(id) });
    const { kind, subject, issuedAt, expiresAt } = identity;
    if (kind !== "login" || expiresAt === undefined || expiresAt - nowSeconds() >= renewalSeconds) return { identity };
    return { identity, renewed: { token: await signLogin(subject, expiresAt - issuedAt) } };
  }

  async function identifyExternal(ctx: Context, tokens: SessionTokens): Promise<Authenticated> {
    if (deps.verifyExternal === undefined) throw refuse("The token is not valid: log in again");
    const { claims, ...rest } = await deps.verifyExternal(ctx, tokens);
    const identity = describeExternal(claims, { token: tokens.token, scopes: deps.getScopes() });
    // RBAC tells roles of projects by their name alone.
    if (identity.subject === "" || identity.subject.startsWith("proj:")) throw refuse("The identity provider's subject is none of a person");
    if (deps.revocations.has(identity.tokenId)) throw refuse("The session was ended: log in again");
    return { identity, ...rest };
  }

  return {
    async login(ctx, credentials) {
      const name = await checkPassword(ctx, credentials);
      return signLogin(name, Math.floor(accounts.get().sessionDurationMs / 1_000));
    },
    async checkPassword(ctx, credentials) {
      await checkPassword(ctx, credentials);
    },
    async authenticate(ctx, tokens) {
      try {
        if (tokens === undefined || tokens.token === "") throw refuse("No session information: log in, or send a bearer token");
        return await identify(ctx, tokens);
      } catch (error) {
        if (accounts.get().isAnonymousEnabled && isSillageError(error, "unauthenticated")) return { identity: anonymous };
        throw error;
      }
    },
    async revoke(ctx, token) {
      const { kind, tokenId: id, expiresAt } = (await identify(ctx, { token })).identity;
      if ((kind !== "login" && kind !== "sso") || expiresAt === undefined) throw new SillageError("invalid", "This is an API token: delete it instead of logging out");
      await deps.revocations.add(ctx, { id, expiresAt });
    },
    issueToken: async (content) => signToken(content, getKey()),
  };
}

/**
 * The subject at the provider: Dex says in `federated_claims` who it is there. A token without an id is known by the digest of
 * what was signed, for one signature can be spelled in several ways.
 */
function describeExternal(claims: Claims, { token, scopes }: { readonly token: string; readonly scopes: readonly string[] }): Identity {
  const subject = getString(claims, "federated_claims", "user_id") ?? getString(claims, "sub") ?? "";
  const expiresAt = getNumber(claims, "exp");
  return {
    kind: "sso",
    subject,
    username: getString(claims, "email") ?? subject,
    groups: readGroups(claims, scopes),
    issuer: getString(claims, "iss") ?? "",
    tokenId: getString(claims, "jti") ?? `sha256:${hash("sha256", token.slice(0, token.lastIndexOf(".")))}`,
    issuedAt: getNumber(claims, "iat") ?? 0,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
