import { deepEqual, equal, rejects } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { systemClock } from "../async/index.ts";
import { createLog } from "../log/index.ts";
import { createSso, parseSsoSettings, type Sso } from "../sso/index.ts";
import { startOidcProvider, type OidcProvider } from "../../test/support/oidc-provider.ts";
import { parseAccounts } from "./parse-accounts.ts";
import { defaultLoginOptions } from "./login.ts";
import { createSessionManager, type SessionManager, type SessionTokens } from "./session-manager.ts";

const ctx = { signal: new AbortController().signal, log: createLog({ level: "silent" }) };

describe("A session by single sign-on", { timeout: 20_000 }, () => {
  let provider: OidcProvider;
  let sso: Sso;
  let sessions: SessionManager;

  before(async () => {
    provider = await startOidcProvider({ redirectUris: ["https://cd.example.com/auth/callback"], groups: { ada: ["dev"] }, groupsInUserInfoOnly: true });
    const oidc = { issuer: provider.issuer, clientID: provider.clientId, clientSecret: "$oidc.secret", enablePKCEAuthentication: true, enableUserInfoGroups: true };
    const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: {}, data: { url: "https://cd.example.com", "oidc.config": JSON.stringify(oidc) } };
    const secret = { apiVersion: "v1", kind: "Secret", metadata: {}, data: { "server.secretkey": Buffer.from("server-secret-key").toString("base64") } };
    const accounts = parseAccounts({ configMap, secret });
    const { config, problems } = parseSsoSettings({ configMap, resolve: () => provider.clientSecret });
    deepEqual(problems, []);
    sso = createSso({ getConfig: () => config, getSealKey: () => accounts.signingKey, clock: systemClock });
    const revoked = new Set<string>();
    sessions = createSessionManager(
      {
        accounts: { get: () => accounts },
        getScopes: () => ["groups", "email"],
        hasProjectToken: () => false,
        revocations: { has: (id) => revoked.has(id), add: async (_ctx, { id }) => void revoked.add(id) },
        passwords: { verify: async () => false },
        verifyExternal: (ctx, tokens) => sso.verify(ctx, tokens),
        clock: systemClock,
        newId: randomUUID,
      },
      defaultLoginOptions,
    );
  });
  after(() => provider.close());

  async function logIn(username: string): Promise<SessionTokens> {
    const { url, cookie } = await sso.beginLogin(ctx, {});
    return (await sso.completeLogin(ctx, { query: (await provider.logIn(url, username)).search, cookie })).tokens;
  }

  it("knows the person and the groups that the policy asks for", async () => {
    const tokens = await logIn("ada");
    const { kind, subject, username, groups, issuer } = (await sessions.authenticate(ctx, tokens)).identity;
    deepEqual(
      { kind, subject, username, groups, issuer },
      { kind: "sso", subject: "ada", username: "ada@example.com", groups: ["dev", "ada@example.com"], issuer: provider.issuer },
    );
  });

  it("has the token's own groups when only the token is sent, as the command line does", async () => {
    const { token } = await logIn("ada");
    deepEqual((await sessions.authenticate(ctx, { token })).identity.groups, ["ada@example.com"]);
  });

  it("ends with logout, and only that one", async () => {
    const [one, other] = [await logIn("bob"), await logIn("carl")];
    await sessions.revoke(ctx, one.token);
    await rejects(sessions.authenticate(ctx, one), { code: "unauthenticated", message: "The session was ended: log in again" });
    equal((await sessions.authenticate(ctx, other)).identity.subject, "carl");
  });
});
