import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { decodeJwt } from "jose";
import { buildApplication } from "../builders/application.ts";
import { addAccount } from "../contract/session.ts";
import { startApiServer, type ApiServer } from "../support/api-server.ts";
import { startOidcProvider, type OidcProvider } from "../support/oidc-provider.ts";
import { bearer, json, send, type Received } from "./send.ts";

const applications = "/api/v1/applications";

/** Cookies as a browser keeps them. */
function createJar(): { take(received: Received): void; header(): { readonly cookie: string }; get(name: string): string | undefined } {
  const cookies = new Map<string, string>();
  return {
    take({ headers }) {
      for (const line of headers["set-cookie"] ?? []) {
        const [name = "", value = ""] = line.split(";")[0]!.split(/=(.*)/s);
        if (/Max-Age=0/.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
    },
    header: () => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
    get: (name) => cookies.get(name),
  };
}

describe("Single sign-on through the server", { timeout: 60_000 }, () => {
  let api: ApiServer;
  let provider: OidcProvider;
  before(async () => {
    api = await startApiServer();
    provider = await startOidcProvider({ redirectUris: [`${api.url}/auth/callback`], groups: { ada: ["devs"], bob: [] }, idTokenSeconds: 4 });
    const { clientId, clientSecret, issuer } = provider;
    const config = [
      `name: Test`,
      `issuer: ${issuer}`,
      `clientID: ${clientId}`,
      `clientSecret: ${clientSecret}`,
      "enablePKCEAuthentication: true",
      "requestedScopes: [openid, profile, email, groups, offline_access]",
    ];
    await api.set("argocd-cm", { url: api.url, "oidc.config": [...config, "refreshTokenThreshold: 2s"].join("\n") });
    await api.set("argocd-rbac-cm", { "policy.csv": "p, role:dev, applications, get, default/*, allow\ng, devs, role:dev" });
    await api.put(buildApplication({ name: "web" }));
  });
  after(async () => {
    await api.close();
    await provider.close();
  });

  async function logIn(username: string, returnUrl = "") {
    const jar = createJar();
    const begun = await send(api.url, `/auth/login${returnUrl === "" ? "" : `?return_url=${encodeURIComponent(returnUrl)}`}`);
    equal(begun.status, 303, begun.body);
    jar.take(begun);
    const back = await provider.logIn(begun.headers.location ?? "", username);
    equal(`${back.origin}${back.pathname}`, `${api.url}/auth/callback`);
    const done = await send(api.url, `${back.pathname}${back.search}`, { headers: jar.header() });
    jar.take(done);
    return { jar, done, back };
  }

  it("logs in, maps groups to a role, and knows who calls", async () => {
    const { jar, done } = await logIn("ada", `${api.url}/applications/web`);
    deepEqual([done.status, done.headers.location], [303, `${api.url}/applications/web`]);
    equal(jar.get("argocd.oauthstate"), undefined);
    const info = JSON.parse((await send(api.url, "/api/v1/session/userinfo", { headers: jar.header() })).body);
    deepEqual(info, { loggedIn: true, username: "ada@example.com", iss: provider.issuer, groups: ["devs"] });
    const list = await send(api.url, applications, { headers: jar.header() });
    deepEqual([list.status, JSON.parse(list.body).items.length], [200, 1]);
    equal((await send(api.url, `${applications}/web`, { method: "DELETE", headers: { ...jar.header(), ...json } })).status, 403);
  });

  it("gives who is in no group nothing", async () => {
    const { jar } = await logIn("bob");
    const list = await send(api.url, applications, { headers: jar.header() });
    deepEqual([list.status, JSON.parse(list.body).items], [200, []]);
  });

  it("is no way to the password of an account of the same name", async () => {
    await addAccount(api, "bob");
    const { jar } = await logIn("bob");
    const body = JSON.stringify({ newPassword: "correct-horse-2" });
    const { status, body: answer } = await send(api.url, "/api/v1/account/password", { method: "PUT", headers: { ...json, ...jar.header() }, body });
    equal(status, 403, answer);
    match(answer, /permission denied: accounts, update, bob/);
  });

  it("renews a session that is about to expire, and ends it where it cannot", async () => {
    const { jar } = await logIn("ada");
    const first = jar.get("argocd.token") ?? "";
    const expiresMs = (decodeJwt(first).exp ?? 0) * 1_000;
    await new Promise((resolve) => setTimeout(resolve, expiresMs - Date.now() - 1_500));
    const renewed = await send(api.url, applications, { headers: jar.header() });
    equal(renewed.status, 200);
    jar.take(renewed);
    ok((decodeJwt(jar.get("argocd.token") ?? "").exp ?? 0) * 1_000 > expiresMs);
    await new Promise((resolve) => setTimeout(resolve, expiresMs - Date.now() + 1_000));
    equal((await send(api.url, applications, { headers: bearer(first) })).status, 401);
    equal((await send(api.url, applications, { headers: jar.header() })).status, 200);
  });

  it("ends a session on logout", async () => {
    const { jar } = await logIn("ada");
    const before = jar.header();
    const out = await send(api.url, "/auth/logout", { headers: before });
    deepEqual([out.status, out.headers.location], [303, "/"]);
    jar.take(out);
    equal(jar.get("argocd.token"), undefined);
    equal((await send(api.url, applications, { headers: before })).status, 401);
  });

  for (const returnUrl of ["https://evil.example.com/", "//evil.example.com", "https:evil.example.com", "javascript:alert(1)", "http://127.0.0.1:1/"]) {
    it(`leads nobody to ${returnUrl}`, async () => {
      const { status, headers } = await send(api.url, `/auth/login?return_url=${encodeURIComponent(returnUrl)}`);
      deepEqual([status, headers.location], [400, undefined]);
    });
  }

  it("refuses an answer that belongs to another browser", async () => {
    const { back } = await logIn("ada");
    const { status, body } = await send(api.url, `${back.pathname}${back.search}`);
    equal(status, 401);
    match(body, /another browser/);
  });

  it("refuses a token of another provider with the same claims", async () => {
    const other = await startOidcProvider({ redirectUris: [`${api.url}/auth/callback`], groups: { ada: ["devs"] } });
    try {
      const begun = await send(api.url, "/auth/login");
      const elsewhere = new URL(begun.headers.location ?? "");
      const away = new URL(`${other.issuer}${elsewhere.pathname}${elsewhere.search}`);
      const back = await other.logIn(String(away), "ada");
      const jar = createJar();
      jar.take(begun);
      equal((await send(api.url, `${back.pathname}${back.search}`, { headers: jar.header() })).status, 401);
    } finally {
      await other.close();
    }
  });
});
