import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { describeError, isSillageError } from "../errors/index.ts";
import { createLog } from "../log/index.ts";
import { createAuthority } from "../sandbox/http/serve/certificates.ts";
import { startOidcProvider, type OidcProvider } from "../../test/support/oidc-provider.ts";
import { createOidcClient, type OidcClient, type OidcTokens } from "./oidc-client.ts";
import type { OidcClientConfig } from "./oidc-config.ts";

const ctx = { signal: new AbortController().signal, log: createLog({ level: "silent" }) };
const redirectUri = "https://cd.example.com/auth/callback";

describe("The OIDC client, with a real provider", { timeout: 30_000 }, () => {
  let provider: OidcProvider;
  let shiftMs = 0;
  const clock = { now: () => Date.now() + shiftMs };
  before(async () => (provider = await startOidcProvider({ redirectUris: [redirectUri], groups: { ada: ["dev", "ops"] } })));
  after(() => provider.close());

  function configOf(changes: Partial<OidcClientConfig> = {}): OidcClientConfig {
    const audience = { allowed: [provider.clientId], isOptional: false };
    const scopes = ["openid", "profile", "email", "groups"];
    return {
      issuer: provider.issuer,
      clientId: provider.clientId,
      clientSecret: provider.clientSecret,
      scopes,
      isPkceUsed: true,
      audience,
      isCertificateVerified: true,
      ...changes,
    };
  }
  const create = (changes?: Partial<OidcClientConfig>): OidcClient => createOidcClient({ clock }, configOf(changes));
  function createForCli(): OidcClient {
    const { clientSecret: _, ...config } = configOf({ clientId: provider.cliClientId, audience: { allowed: [provider.cliClientId], isOptional: false } });
    return createOidcClient({ clock }, config);
  }
  async function logIn(client: OidcClient, username = "ada", at = provider): Promise<OidcTokens> {
    const { url, attempt } = await client.beginLogin(ctx, { redirectUri });
    return client.completeLogin(ctx, { query: (await at.logIn(url, username)).search, attempt });
  }

  it("sends people to the provider with all that the settings ask for", async () => {
    const client = create({ requestedClaims: { groups: { essential: true } }, domainHint: "example.com" });
    const { url, attempt } = await client.beginLogin(ctx, { redirectUri });
    const { code_challenge: challenge, ...parameters } = Object.fromEntries(new URL(url).searchParams);
    match(challenge ?? "", /^[-\w]{43}$/);
    notEqual(challenge, attempt.codeVerifier);
    deepEqual(parameters, {
      client_id: "sillage",
      response_type: "code",
      redirect_uri: redirectUri,
      scope: "openid profile email groups",
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge_method: "S256",
      claims: '{"id_token":{"groups":{"essential":true}}}',
      domain_hint: "example.com",
    });
  });

  it("logs in, and takes the token when it is sent later", async () => {
    const client = create();
    const { idToken, claims, accessToken } = await logIn(client);
    const { iss, aud, sub, email, groups } = claims as Record<string, unknown>;
    deepEqual({ iss, aud, sub, email, groups }, { iss: provider.issuer, aud: "sillage", sub: "ada", email: "ada@example.com", groups: ["dev", "ops"] });
    deepEqual(await client.verifyIdToken(ctx, idToken), claims);
    deepEqual(await client.fetchUserInfo(ctx, { accessToken, subject: "ada" }), { sub: "ada", name: "ada", email: "ada@example.com", groups: ["dev", "ops"] });
  });

  it("logs in without PKCE too", async () => equal((await logIn(create({ isPkceUsed: false }))).claims["sub"], "ada"));

  it("logs in a command line without a secret, and its token counts where its client is allowed", async () => {
    const { idToken } = await logIn(createForCli());
    const server = create({ audience: { allowed: [provider.clientId, provider.cliClientId], isOptional: false } });
    equal((await server.verifyIdToken(ctx, idToken))["aud"], provider.cliClientId);
    await rejects(create().verifyIdToken(ctx, idToken), { code: "unauthenticated", message: "The token of the identity provider is not valid: it is for another client" });
  });

  const answers = [
    { name: "another state", change: { state: "other" }, want: /answer is "OAUTH_INVALID_RESPONSE"/ },
    { name: "another nonce", change: { nonce: "other" }, want: /answer is "OAUTH_JWT_CLAIM_COMPARISON_FAILED"/ },
    { name: "another code verifier", change: { codeVerifier: "v".repeat(43) }, want: /answer is "invalid_grant"/ },
    { name: "another address", change: { redirectUri: "https://cd.example.com/other" }, want: /answer is "invalid_grant"/ },
  ];
  for (const { name, change, want } of answers) {
    it(`does not accept the answer to an attempt with ${name}`, async () => {
      const client = create();
      const { url, attempt } = await client.beginLogin(ctx, { redirectUri });
      const { search } = await provider.logIn(url, "ada");
      await rejects(client.completeLogin(ctx, { query: search, attempt: { ...attempt, ...change } }), { code: "unauthenticated", message: want });
    });
  }

  it("takes a code once", async () => {
    const client = create();
    const { url, attempt } = await client.beginLogin(ctx, { redirectUri });
    const { search: query } = await provider.logIn(url, "ada");
    await client.completeLogin(ctx, { query, attempt });
    await rejects(client.completeLogin(ctx, { query, attempt }), { code: "unauthenticated", message: /answer is "invalid_grant"/ });
  });

  it("says why the provider refused, in its short word only", async () => {
    const client = create();
    const { url, attempt } = await client.beginLogin(ctx, { redirectUri });
    const message = 'The login did not succeed: the identity provider\'s answer is "access_denied"';
    await rejects(client.completeLogin(ctx, { query: (await provider.refuse(url)).search, attempt }), { code: "unauthenticated", message });
    const query = new URLSearchParams({ error: 'a\nb"<script>', state: attempt.state, iss: provider.issuer }).toString();
    await rejects(client.completeLogin(ctx, { query, attempt }), { message: /answer is "a\?b\?\?script\?"$/ });
  });

  it("has no secret in its failures", async () => {
    const client = create({ clientSecret: "wrong-secret-canary" });
    const { url, attempt } = await client.beginLogin(ctx, { redirectUri });
    const { search: query, searchParams } = await provider.logIn(url, "ada");
    const failure = await client.completeLogin(ctx, { query, attempt }).catch((error: unknown) => error);
    ok(isSillageError(failure, "unauthenticated"));
    const said = `${describeError(failure)} ${failure.stack}`;
    for (const secret of ["canary", searchParams.get("code") ?? "?", attempt.codeVerifier ?? "?"]) equal(said.includes(secret), false, said);
  });

  it("refuses tokens of another provider, and expired ones", async () => {
    const other = await startOidcProvider({ redirectUris: [redirectUri] });
    try {
      const { idToken: foreign } = await logIn(create({ issuer: other.issuer }), "ada", other);
      await rejects(create().verifyIdToken(ctx, foreign), { code: "unauthenticated" });
    } finally {
      await other.close();
    }
    const client = create();
    const { idToken } = await logIn(client);
    shiftMs = 3_599_000;
    await client.verifyIdToken(ctx, idToken);
    shiftMs = 3_601_000;
    await rejects(client.verifyIdToken(ctx, idToken), { code: "unauthenticated", message: "The token has expired: log in again" }).finally(() => (shiftMs = 0));
  });

  it("renews with a refresh token, once each", async () => {
    const client = create();
    const { refreshToken = "" } = await logIn(client);
    const renewed = await client.refresh(ctx, { refreshToken, subject: "ada" });
    notEqual(renewed.refreshToken, refreshToken);
    deepEqual([renewed.claims["sub"], renewed.claims["groups"]], ["ada", ["dev", "ops"]]);
    await rejects(client.refresh(ctx, { refreshToken, subject: "ada" }), { code: "unauthenticated", message: /^The session could not be renewed: .*"invalid_grant"$/ });
  });

  it("does not renew the session of somebody else, nor take user info about them", async () => {
    const client = create();
    const { refreshToken = "", accessToken } = await logIn(client, "bob");
    await rejects(client.refresh(ctx, { refreshToken, subject: "ada" }), { code: "unauthenticated", message: "The identity provider renewed the session of somebody else" });
    await rejects(client.fetchUserInfo(ctx, { accessToken, subject: "ada" }), { code: "unauthenticated", message: "The identity provider's user info is about somebody else" });
    await rejects(client.fetchUserInfo(ctx, { accessToken: "made-up", subject: "ada" }), { code: "unauthenticated" });
  });

  it("follows the provider to new keys", async () => {
    const client = create();
    const { idToken: old } = await logIn(client);
    provider.rotateKeys();
    shiftMs = 11_000;
    try {
      const { idToken } = await logIn(client);
      equal((await client.verifyIdToken(ctx, idToken))["sub"], "ada");
      await rejects(client.verifyIdToken(ctx, old), { code: "unauthenticated", message: "The token of the identity provider is not valid: the provider has no such key" });
    } finally {
      shiftMs = 0;
    }
  });

  it("trusts the authority it is given, and no other", async () => {
    const authority = await createAuthority({ now: Date.now() });
    const { certificate: cert, key } = await authority.issueServer(["localhost"]);
    const secure = await startOidcProvider({ redirectUris: [redirectUri], tls: { cert, key } });
    try {
      const { url } = await create({ issuer: secure.issuer, rootCa: authority.certificate }).beginLogin(ctx, { redirectUri });
      equal(new URL(url).origin, secure.issuer);
      await rejects(create({ issuer: secure.issuer }).beginLogin(ctx, { redirectUri }), {
        code: "unavailable",
        message: `Cannot read what identity provider "${secure.issuer}" says of itself`,
      });
    } finally {
      await secure.close();
    }
  });

  it("says that the provider is away", async () => {
    await rejects(create({ issuer: "http://127.0.0.1:1" }).beginLogin(ctx, { redirectUri }), (error) => {
      ok(isSillageError(error, "unavailable"));
      match(describeError(error), /^Cannot read what identity provider "http:\/\/127\.0\.0\.1:1" says of itself/);
      return true;
    });
  });
});
