import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createPlainServer, type Server } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import type { TLSSocket } from "node:tls";
import { findFreePort } from "../../test/support/free-port.ts";
import { createTlsIdentity, type TlsIdentity } from "../../test/support/tls-identity.ts";
import { createHttp, type HttpOptions } from "./http.ts";
import { probeTls } from "./probe-tls.ts";
import { parseBaseUrl } from "./server-address.ts";

const signal = AbortSignal.timeout(30_000);

describe("Connections of the client", { timeout: 30_000 }, () => {
  let ours: TlsIdentity;
  let theirs: TlsIdentity;
  let secure: Server;
  let plain: Server;
  let url: string;
  let plainAddress: string;
  before(async () => {
    [ours, theirs] = await Promise.all([createTlsIdentity(), createTlsIdentity()]);
    // Asks who calls, as some proxies do, and says whether it was told.
    secure = createServer({ cert: theirs.certificate, key: theirs.key, ca: ours.certificate, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      response.end(JSON.stringify({ isKnown: (request.socket as TLSSocket).authorized, team: request.headers["x-team"] ?? null }));
    });
    plain = createPlainServer((_request, response) => response.end("{}"));
    for (const server of [secure, plain]) await once(server.listen(0, "127.0.0.1"), "listening");
    url = `https://localhost:${(secure.address() as AddressInfo).port}`;
    plainAddress = `127.0.0.1:${(plain.address() as AddressInfo).port}`;
  });
  after(() => {
    for (const server of [secure, plain]) {
      server.closeAllConnections();
      server.close();
    }
  });

  const ask = (options: Partial<HttpOptions>): Promise<unknown> => createHttp({ server: url, ...options }).json("GET", "/", { signal });

  it("trust the authority they are given, and show who they are", async () => {
    const tls = { certificateAuthority: theirs.certificate, client: { certificate: ours.certificate, key: ours.key } };
    assert.deepEqual(await ask({ tls, headers: [["X-Team", "a"]] }), { isKnown: true, team: "a" });
    assert.deepEqual(await ask({ tls: { isInsecure: true } }), { isKnown: false, team: null });
  });

  it("say what is wrong with the other side", async () => {
    await assert.rejects(ask({}), {
      code: "unavailable",
      message: `Cannot trust the certificate of "${url}": give its authority with --server-crt FILE, or do without with --insecure`,
    });
    await assert.rejects(ask({ tls: { certificateAuthority: ours.certificate } }), { message: /^Cannot trust the certificate/ });
    await assert.rejects(ask({ server: plainAddress }), { code: "unavailable", message: `"https://${plainAddress}" does not speak TLS: use --plaintext if it is meant to` });
  });

  it("try again as often as they are told, when nobody has heard them", async () => {
    const port = await findFreePort();
    const late = createPlainServer((_request, response) => response.end("{}"));
    const started = new Promise<void>((resolve) => setTimeout(() => late.listen(port, "127.0.0.1", resolve), 100));
    try {
      assert.deepEqual(await ask({ server: `http://127.0.0.1:${port}`, retries: 3 }), {});
    } finally {
      await started;
      late.closeAllConnections();
      late.close();
    }
    await assert.rejects(ask({ server: `http://127.0.0.1:${await findFreePort()}`, retries: 1 }), { code: "unavailable" });
  });

  it("find out how a server answers", async () => {
    const authority = { certificateAuthority: theirs.certificate };
    assert.deepEqual(await probeTls(url, { tls: authority, signal }), { kind: "trusted" });
    assert.deepEqual(await probeTls(url, { signal }), { kind: "untrusted", problem: "self-signed certificate" });
    assert.deepEqual(await probeTls(plainAddress, { signal }), { kind: "plain" });
    await assert.rejects(probeTls(`127.0.0.1:${await findFreePort()}`, { signal }), { code: "unavailable" });
  });
});

describe("An address of a server", () => {
  it("is HTTPS unless it says otherwise", () => {
    assert.deepEqual(["a", "a:1/", "http://a/x/", "https://[::1]:2"].map(parseBaseUrl), ["https://a", "https://a:1", "http://a/x", "https://[::1]:2"]);
    for (const nonsense of ["", "ftp://a", "http://", "a?b", "a b"]) assert.throws(() => parseBaseUrl(nonsense), { code: "invalid" }, nonsense);
  });
});
