import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { createLog } from "../log/index.ts";
import { startOidcProvider, type OidcProvider } from "../../test/support/oidc-provider.ts";
import type { SsoTokens } from "./companion.ts";
import type { OidcConfig } from "./oidc-config.ts";
import { createSso, type Sso } from "./sso.ts";

const ctx = { signal: new AbortController().signal, log: createLog({ level: "silent" }) };
const urls = ["https://cd.example.com", "https://cd.example.org/argo"];
const key = new TextEncoder().encode("server-secret-key");

describe("Single sign-on", { timeout: 30_000 }, () => {
  let provider: OidcProvider;
  let shiftMs = 0;
  const clock = { now: () => Date.now() + shiftMs, schedule: () => () => undefined };
  before(async () => {
    provider = await startOidcProvider({ redirectUris: urls.map((url) => `${url}/auth/callback`), groups: { ada: ["dev"] }, groupsInUserInfoOnly: true, idTokenSeconds: 600 });
  });
  beforeEach(() => (shiftMs = 0));
  after(() => provider.close());

  function create(changes: Partial<OidcConfig> = {}): Sso {
    const { issuer, clientId, clientSecret } = provider;
    const client = {
      issuer,
      clientId,
      clientSecret,
      scopes: ["openid", "groups"],
      isPkceUsed: true,
      audience: { allowed: [clientId], isOptional: false },
      isCertificateVerified: true,
    };
    const config: OidcConfig = { name: "SSO", client, refreshThresholdMs: 0, urls, ...changes };
    return createSso({ getConfig: () => config, getSealKey: () => key, clock });
  }
  async function logIn(sso: Sso, username = "ada"): Promise<SsoTokens> {
    const { url, cookie } = await sso.beginLogin(ctx, {});
    return (await sso.completeLogin(ctx, { query: (await provider.logIn(url, username)).search, cookie })).tokens;
  }
  const countRequests = (path: string): number => provider.requests.filter((request) => request === path).length;

  it("brings people back where they wanted to go, by the URL they came by", async () => {
    const sso = create();
    const { url, cookie } = await sso.beginLogin(ctx, { origin: "https://cd.example.org", returnUrl: "https://cd.example.org/argo/applications" });
    const back = await provider.logIn(url, "ada");
    equal(back.origin + back.pathname, "https://cd.example.org/argo/auth/callback");
    const { tokens, returnUrl } = await sso.completeLogin(ctx, { query: back.search, cookie });
    equal(returnUrl, "https://cd.example.org/argo/applications");
    deepEqual(Object.keys(tokens), ["token"], "nothing more is kept than is needed");
    equal((await sso.verify(ctx, tokens)).claims["sub"], "ada");
  });

  it("goes to the first of our URLs when nothing is said", async () => {
    const sso = create();
    const { url, cookie } = await sso.beginLogin(ctx, { origin: "https://evil.example" });
    const back = await provider.logIn(url, "ada");
    equal(back.origin, "https://cd.example.com");
    equal((await sso.completeLogin(ctx, { query: back.search, cookie })).returnUrl, "https://cd.example.com/");
  });

  it("sends nobody to a foreign site", () =>
    rejects(create().beginLogin(ctx, { returnUrl: "https://evil.example/" }), {
      code: "invalid",
      message: 'The return URL is none of ours: it must begin with "url" or one of "additionalUrls" of argocd-cm',
    }));

  const tooLate = { code: "unauthenticated", message: "The login took too long, or it began in another browser: try again" };
  it("accepts an answer only with the cookie of its own login", async () => {
    const sso = create();
    const [mine, theirs] = [await sso.beginLogin(ctx, {}), await sso.beginLogin(ctx, {})];
    const { search: query } = await provider.logIn(theirs.url, "mallory");
    await rejects(sso.completeLogin(ctx, { query, cookie: mine.cookie }), { code: "unauthenticated", message: /OAUTH_INVALID_RESPONSE/ });
    await rejects(sso.completeLogin(ctx, { query, cookie: undefined }), tooLate);
    await rejects(sso.completeLogin(ctx, { query, cookie: `${theirs.cookie.slice(0, -4)}AAAA` }), tooLate);
    shiftMs = 300_001;
    await rejects(sso.completeLogin(ctx, { query, cookie: theirs.cookie }), tooLate);
  });

  it("asks the user info for groups, once per session and time", async () => {
    const sso = create({ userInfo: { cacheMs: 60_000 } });
    const tokens = await logIn(sso);
    ok(tokens.companion);
    const before = countRequests("GET /me");
    for (let times = 0; times < 3; times++) deepEqual((await sso.verify(ctx, tokens)).claims["groups"], ["dev"]);
    equal(countRequests("GET /me") - before, 1);
    shiftMs = 60_001;
    await sso.verify(ctx, tokens);
    equal(countRequests("GET /me") - before, 2);
  });

  it("gives nobody the groups of another's companion", async () => {
    const sso = create({ userInfo: {} });
    const [ada, bob] = [await logIn(sso), await logIn(sso, "bob")];
    equal((await sso.verify(ctx, { token: bob.token, companion: ada.companion ?? "" })).claims["groups"], undefined);
    equal((await sso.verify(ctx, { token: bob.token, companion: "made up" })).claims["groups"], undefined);
  });

  it("renews a session that is about to end, once for all requests that come together", async () => {
    const sso = create({ refreshThresholdMs: 120_000, userInfo: {} });
    const tokens = await logIn(sso);
    equal((await sso.verify(ctx, tokens)).renewed, undefined);
    shiftMs = 500_000;
    const before = countRequests("POST /token");
    const [one, other] = await Promise.all([sso.verify(ctx, tokens), sso.verify(ctx, tokens)]);
    equal(countRequests("POST /token") - before, 1);
    ok(one.renewed);
    equal(one.renewed.token, other.renewed?.token);
    const next = await sso.verify(ctx, one.renewed);
    deepEqual(next.claims["groups"], ["dev"]);
    ok(next.renewed, "with the refresh token of the renewal");
  });

  it("goes on with a session that cannot be renewed until it ends", async () => {
    const sso = create({ refreshThresholdMs: 120_000 });
    const tokens = await logIn(sso);
    shiftMs = 500_000;
    const spent = create({ refreshThresholdMs: 120_000 });
    await spent.verify(ctx, tokens);
    const { claims, renewed } = await create({ refreshThresholdMs: 120_000 }).verify(ctx, tokens);
    deepEqual([claims["sub"], renewed], ["ada", undefined]);
    shiftMs = 601_000;
    await rejects(sso.verify(ctx, tokens), { code: "unauthenticated", message: "The token has expired: log in again" });
  });

  it("logs out at the provider by its template", () => {
    const sso = create({ logoutUrl: "https://login.example.com/logout?hint={{token}}&back={{logoutRedirectURL}}" });
    equal(sso.getLogoutUrl("a.b&c"), "https://login.example.com/logout?hint=a.b%26c&back=https://cd.example.com");
    equal(create().getLogoutUrl("a"), undefined);
  });

  it("says that it is not configured, and takes no token", async () => {
    const sso = createSso({ getConfig: () => undefined, getSealKey: () => key, clock });
    await rejects(sso.beginLogin(ctx, {}), { code: "notFound", message: 'Single sign-on is not configured: set "oidc.config" in argocd-cm' });
    await rejects(sso.verify(ctx, { token: "x" }), { code: "unauthenticated", message: "The token is not valid: log in again" });
  });
});
