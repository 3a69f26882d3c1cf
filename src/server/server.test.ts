import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { buildApplication } from "../../test/builders/application.ts";
import { startApiServer, type ApiServer } from "../../test/support/api-server.ts";
import { eventually } from "../../test/support/eventually.ts";

describe("The HTTP server", { timeout: 30_000 }, () => {
  let api: ApiServer;
  before(async () => {
    api = await startApiServer();
    await api.put(buildApplication());
  });
  after(() => api.close());

  /** An answer as `[status, body]`. */
  async function send(path: string, init: RequestInit = {}): Promise<readonly [number, unknown]> {
    const response = await fetch(`${api.url}${path}`, { signal: AbortSignal.timeout(5000), ...init });
    const text = await response.text();
    return [response.status, response.headers.get("content-type")?.startsWith("application/json") === true ? JSON.parse(text) : text];
  }
  const authorize = (): Record<string, string> => ({ authorization: `Bearer ${api.token}` });

  const open = [
    { path: "/healthz", want: [200, "ok"] },
    { path: "/api/version", want: [200, { Version: "1.2.3" }] },
    { path: "/api/nothing?token=1", want: [404, { error: "No such path: GET /api/nothing", code: 5, message: "No such path: GET /api/nothing" }] },
  ];
  for (const { path, want } of open) it(`answers ${path} to everybody`, async () => assert.deepEqual(await send(path), want));

  const none = "No session information: log in, or send a bearer token";
  const notValid = "The token is not valid: log in again";
  const refused = [
    { name: "no token", headers: {}, want: none },
    { name: "another token", headers: { authorization: "Bearer wrong" }, want: notValid },
    { name: "no token after the scheme", headers: { authorization: "Bearer" }, want: none },
    { name: "another scheme", headers: { authorization: "Basic YWRtaW46YWRtaW4=" }, want: none },
    { name: "another cookie", headers: { cookie: "argocd.token=wrong" }, want: notValid },
  ];
  for (const { name, headers, want } of refused) {
    for (const path of ["/api/v1/applications", "/api/v1/applications/web", "/api/v1/repositories", "/api/v1/stream/applications"]) {
      it(`refuses ${path} with ${name}`, async () => assert.deepEqual(await send(path, { headers }), [401, { error: want, code: 16, message: want }]));
    }
  }

  it("takes the scheme in any case", async () => {
    const [status] = await send("/api/v1/applications", { headers: { authorization: `bearer ${api.token}` } });
    assert.equal(status, 200);
  });

  const badBodies = [
    { name: "a form", path: "/api/v1/applications", headers: { "content-type": "application/x-www-form-urlencoded" }, want: [415, "The content type must be application/json"] },
    { name: "no content type", path: "/api/v1/applications", headers: {}, want: [415, "The content type must be application/json"] },
    {
      name: "a type that only begins like JSON",
      path: "/api/v1/applications",
      headers: { "content-type": "application/jsonx" },
      want: [415, "The content type must be application/json"],
    },
    { name: "no JSON", path: "/api/v1/applications", body: "{", want: [400, `The body is not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)`] },
    { name: "an empty body", path: "/api/v1/applications", body: "", want: [400, "An Application needs apiVersion, kind and metadata"] },
    { name: "a wrong field", path: "/api/v1/applications/web/sync", body: '{"prune":"yes"}', want: [400, 'The request does not fit: "prune" must be boolean'] },
    { name: "a wrong flag", path: "/api/v1/applications?upsert=maybe", want: [400, 'The request does not fit: "upsert" must be boolean'] },
  ];
  for (const { name, path, headers = { "content-type": "application/json" }, body = "{}", want } of badBodies) {
    it(`refuses ${name}`, async () => {
      const [status, answer] = await send(path, { method: "POST", headers: { ...authorize(), ...headers }, body: Buffer.from(body) });
      assert.deepEqual([status, (answer as { message: string }).message], want);
    });
  }

  it("refuses a body over the limit", async () => {
    const message = "Request body is too large";
    assert.deepEqual(
      await send("/api/v1/applications", { method: "POST", headers: { ...authorize(), "content-type": "application/json" }, body: Buffer.alloc(11 * 1024 * 1024, " ") }),
      [413, { error: message, code: 3, message }],
    );
  });

  it("answers a path it cannot decode in the same form", async () => {
    const [status, answer] = await send("/api/v1/applications/%zz", { headers: authorize() });
    assert.deepEqual([status, (answer as { code: number }).code], [400, 3]);
  });

  it("hands a push to its receiver with headers and the body as it came", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-hub-signature-256": "sha256=ab" };
    assert.deepEqual(await send("/api/webhook", { method: "POST", headers, body: "payload=%7B" }), [200, { repositories: 1 }]);
    const [push] = api.answers.pushes;
    assert.deepEqual([push?.body, push?.headers["x-hub-signature-256"]], ["payload=%7B", "sha256=ab"]);
  });

  it("passes on why a push is refused", async () => {
    const message = "The push carries no signature";
    assert.deepEqual(await send("/api/webhook", { method: "POST" }), [401, { error: message, code: 16, message }]);
  });

  it("answers that nothing has changed to who has the newest, and compresses for who can unpack", async () => {
    const path = `${api.url}/api/v1/applications`;
    const first = await fetch(path, { headers: { ...authorize(), "accept-encoding": "identity" } });
    const tag = first.headers.get("etag") ?? "";
    assert.match(tag, /^W\/"[\w-]+"$/);
    const again = await fetch(path, { headers: { ...authorize(), "if-none-match": tag } });
    assert.deepEqual([again.status, await again.text()], [304, ""]);
    await api.patch("web", { metadata: { labels: { changed: "yes" }, annotations: { padding: "x".repeat(2_000) } } });
    await eventually(async () => {
      const changed = await fetch(path, { headers: { ...authorize(), "if-none-match": tag, "accept-encoding": "gzip" } });
      assert.deepEqual([changed.status, changed.headers.get("content-encoding")], [200, "gzip"]);
      assert.equal(((await changed.json()) as { readonly items: readonly unknown[] }).items.length, 1);
    });
  });

  it("serves everything below a base path, with the health check at both places", async () => {
    const below = await startApiServer({ server: { basePath: "/cd" } });
    try {
      assert.match(below.url, /\/cd$/);
      const root = below.url.replace(/\/cd$/, "");
      const statuses = await Promise.all(
        [`${below.url}/healthz`, `${root}/healthz`, `${below.url}/swagger.json`, `${root}/swagger.json`, `${root}/cdx/healthz`].map(async (url) => (await fetch(url)).status),
      );
      assert.deepEqual(statuses, [200, 200, 200, 404, 404]);
      const { headers } = await fetch(`${below.url}/auth/logout`, { redirect: "manual", headers: { cookie: "argocd.token=x" } });
      assert.deepEqual([headers.get("location"), headers.get("set-cookie")], ["/cd/", "argocd.token=; Path=/cd/; Max-Age=0; HttpOnly; SameSite=Lax"]);
    } finally {
      await below.close();
    }
  });

  it("lets calls under way finish before it stops", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const stopping = await startApiServer({ deps: { fetchManagedResources: () => held.then(() => []) } });
    await stopping.put(buildApplication());
    const answer = fetch(`${stopping.url}/api/v1/applications/web/managed-resources`, { headers: { authorization: `Bearer ${stopping.token}` } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = stopping.close();
    setTimeout(release, 200);
    assert.equal((await answer).status, 200);
    await closed;
  });

  it("says who may not do what, since when they are logged in", async () => {
    const me = await api.logInAs("");
    const [status, answer] = await send("/api/v1/account/admin", { headers: { authorization: `Bearer ${me.token}` } });
    assert.equal(status, 403);
    assert.match((answer as { message: string }).message, new RegExp(`^permission denied: accounts, get, admin, sub: ${me.name}, iat: \\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z$`));
  });
});
