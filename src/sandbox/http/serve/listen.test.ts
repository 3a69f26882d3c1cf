import assert from "node:assert/strict";
import { once } from "node:events";
import { type RequestOptions, request } from "node:https";
import { after, before, test } from "node:test";
import type { ApiRequest, ApiResponse } from "../api-request.ts";
import { type Authority, type KeyPair, createAuthority } from "./certificates.ts";
import { type Listener, listen } from "./listen.ts";

let authority: Authority;
let listener: Listener;
let client: KeyPair;

/** Says who it takes the caller for; `/watch` begins and then waits. */
async function whoAmI(asked: ApiRequest): Promise<ApiResponse> {
  if (asked.path === "/watch") return { status: 200, headers: {}, body: pending(asked.signal) };
  return { status: 200, headers: {}, body: JSON.stringify({ name: asked.user.name, groups: asked.user.groups }) };
}

async function* pending(signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
  if (!signal.aborted) await once(signal, "abort");
  yield Buffer.from("the end");
}

before(async () => {
  authority = await createAuthority({ now: Date.now() });
  client = await authority.issueClient("jane, the dev", ["devs", "ops"]);
  const certificate = await authority.issueServer(["127.0.0.1"]);
  const tokens = new Map([["secret", { name: "admin", groups: ["system:masters"] }]]);
  listener = await listen(whoAmI, { host: "127.0.0.1", port: 0, certificate, authority: authority.certificate, tokens });
});
after(() => listener.close());

async function get(path: string, options: RequestOptions): Promise<{ readonly status: number | undefined; readonly body: unknown }> {
  const call = request({ host: "127.0.0.1", port: listener.port, path, ca: authority.certificate, agent: false, ...options });
  call.end();
  const [response] = await once(call, "response");
  const chunks = await Array.fromAsync<Buffer>(response);
  return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) };
}

test("a bearer token says who it is", async () => {
  const answer = await get("/", { headers: { authorization: "Bearer secret" } });
  assert.deepEqual(answer, { status: 200, body: { name: "admin", groups: ["system:masters"] } });
});

test("an unknown token is refused, whoever else is known", async () => {
  const answer = await get("/", { headers: { authorization: "Bearer guess" }, cert: client.certificate, key: client.key });
  assert.deepEqual([answer.status, (answer.body as { reason: string }).reason], [401, "Unauthorized"]);
});

test("a client certificate says who it is: name and groups", async () => {
  const answer = await get("/", { cert: client.certificate, key: client.key });
  assert.deepEqual(answer, { status: 200, body: { name: "jane, the dev", groups: ["devs", "ops", "system:authenticated"] } });
});

test("a certificate of another authority says nothing", async () => {
  const other = await (await createAuthority({ now: Date.now() })).issueClient("jane", ["devs"]);
  const answer = await get("/", { cert: other.certificate, key: other.key });
  assert.deepEqual(answer, { status: 200, body: { name: "system:anonymous", groups: ["system:unauthenticated"] } });
});

test("the headers of a stream come before its first chunk", async () => {
  const call = request({ host: "127.0.0.1", port: listener.port, path: "/watch", ca: authority.certificate, agent: false });
  call.end();
  const [response] = await once(call, "response", { signal: AbortSignal.timeout(2000) });
  assert.equal(response.statusCode, 200);
  call.on("error", () => {});
  call.destroy();
});
