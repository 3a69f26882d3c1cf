import { deepEqual, equal, match, ok } from "node:assert/strict";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { buildApplication } from "../builders/application.ts";
import { addAccount } from "../contract/session.ts";
import { startApiServer, type ApiServer } from "../support/api-server.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { bearer, json, send } from "./send.ts";

const applications = "/api/v1/applications";

describe("The API", { timeout: 120_000 }, () => {
  const log = createMemoryLog();
  let api: ApiServer;
  before(async () => {
    api = await startApiServer({ log, server: { requestTimeoutMs: 1_000 } });
    await api.put(buildApplication());
  });
  after(() => api.close());

  async function logIn(): Promise<readonly string[]> {
    await addAccount(api, "ada");
    const { headers } = await send(api.url, "/api/v1/session", { method: "POST", headers: json, body: JSON.stringify({ username: "ada", password: "correct-horse" }) });
    return headers["set-cookie"] ?? [];
  }

  it("gives a session cookie that no script and no other site can use", async () => {
    const [cookie = "", ...others] = await logIn();
    deepEqual(others, []);
    match(cookie, /^argocd\.token=ey[\w.-]+; Path=\/; HttpOnly; SameSite=Lax$/);
    const [pair = ""] = cookie.split(";");
    equal((await send(api.url, applications, { headers: { cookie: pair } })).status, 200);
  });

  const forged = [
    { name: "a form", headers: { "content-type": "application/x-www-form-urlencoded" }, want: 415 },
    { name: "a form of text", headers: { "content-type": "text/plain" }, want: 415 },
    { name: "no type", headers: {}, want: 415 },
    { name: "another site", headers: { ...json, "sec-fetch-site": "cross-site" }, want: 403 },
  ];
  for (const { name, headers, want } of forged) {
    it(`changes nothing for ${name}, whatever the cookie`, async () => {
      const cookie = (await logIn())[0]?.split(";")[0] ?? "";
      for (const [method, path] of [
        ["POST", `${applications}/web/sync`],
        ["PUT", `${applications}/web`],
        ["PATCH", `${applications}/web`],
        ["DELETE", `${applications}/web`],
      ] as const) {
        equal((await send(api.url, path, { method, headers: { ...headers, cookie }, body: method === "DELETE" ? "" : "{}" })).status, want, method);
      }
    });
  }

  it("tells browsers what they may do with its answers", async () => {
    const { headers } = await send(api.url, applications, { headers: bearer(api.token) });
    equal(headers["x-frame-options"], "sameorigin");
    equal(headers["x-content-type-options"], "nosniff");
    equal(headers["cache-control"], "private, no-cache");
    match(String(headers["content-security-policy"]), /default-src 'self'.*frame-ancestors 'self'/);
  });

  for (const path of ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/assets/..%5c..%5cpackage.json", "//etc/passwd", "/%00"]) {
    it(`serves no file at ${path}`, async () => {
      const { status, body } = await send(api.url, path);
      ok([400, 404].includes(status), `${status}`);
      ok(!/root:|"dependencies"/.test(body));
    });
  }

  it("puts no line of ours or theirs into headers", async () => {
    for (const path of ["/auth/login?return_url=%0d%0aset-cookie:%20a=b", "/auth/callback?state=%0d%0aset-cookie:%20a=b", "/auth/logout?x=%0d%0aset-cookie:%20a=b"]) {
      const { headers } = await send(api.url, path);
      ok(!(headers["set-cookie"] ?? []).some((line) => line.startsWith("a=b")), path);
    }
  });

  it("writes each line of its log in its own words", async () => {
    const before = log.lines.length;
    await send(api.url, "/api/v1/session", { method: "POST", headers: json, body: JSON.stringify({ username: 'x\n{"level":30,"msg":"Forged"}', password: "p" }) });
    await send(api.url, `${applications}/x%0aForged`, { headers: bearer(api.token) });
    for (const line of log.lines.slice(before)) {
      ok(!line.includes("\n"));
      ok(!String(JSON.parse(line).message).includes("Forged"));
    }
  });

  it("refuses JSON that is nested too deep, however it is read", async () => {
    for (const body of ["[".repeat(200_000), `{"patch":${"[".repeat(5_000)}${"]".repeat(5_000)}}`]) {
      const { status, body: answer } = await send(api.url, `${applications}/web`, { method: "PATCH", headers: { ...bearer(api.token), ...json }, body });
      deepEqual([status, JSON.parse(answer).message], [400, "The body is nested deeper than 256 levels"]);
    }
  });

  it("takes no prototype from a body or a query", async () => {
    const { status } = await send(api.url, `${applications}/web/sync?__proto__=x&constructor=y`, {
      method: "POST",
      headers: { ...bearer(api.token), ...json },
      body: '{"__proto__":{"dryRun":true},"constructor":{"prototype":{"polluted":true}}}',
    });
    equal(status, 200);
    equal(({} as { readonly polluted?: boolean }).polluted, undefined);
  });

  it("reads 10 MB and no more", async () => {
    const padded = (bytes: number): Buffer => Buffer.concat([Buffer.from('{"patch":"'), Buffer.alloc(bytes - 12, "a"), Buffer.from('"}')]);
    const patch = async (body: Buffer): Promise<number> =>
      (await send(api.url, `${applications}/web`, { method: "PATCH", headers: { ...bearer(api.token), ...json }, body })).status;
    equal(await patch(padded(10 * 1024 * 1024)), 400);
    equal(await patch(padded(10 * 1024 * 1024 + 1)), 413);
  });

  it("does not wait for who sends slowly", async () => {
    const { hostname, port } = new URL(api.url);
    const started = Date.now();
    const socket = connect(Number(port), hostname);
    socket.write(`POST ${applications} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${api.token}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`);
    match(await text(socket), /^HTTP\/1\.1 408 /);
    ok(Date.now() - started < 10_000);
  });

  it("answers an unknown name, a wrong password and too many tries alike, and slows whoever tries", async () => {
    await addAccount(api, "eve");
    const log = async (username: string, password: string) => {
      const { status, body } = await send(api.url, "/api/v1/session", { method: "POST", headers: json, body: JSON.stringify({ username, password }) });
      return [status, status === 429 ? "Too many requests" : JSON.parse(body).message];
    };
    const no = [401, "Invalid username or password"];
    for (let tries = 0; tries < 6; tries += 1) deepEqual(await log("eve", `wrong-${tries}`), no);
    deepEqual(await log("eve", "correct-horse"), no);
    deepEqual(await log("nobody", "wrong"), no);
    const flood = await Promise.all(Array.from({ length: 60 }, (_, index) => log(`name-${index}`, "wrong")));
    ok(flood.some(([status]) => status === 429));
  });
});
