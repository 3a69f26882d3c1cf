// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 needs the polyfill first
import "reflect-metadata";
import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { test, type TestContext } from "node:test";
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator, type X509Certificate } from "@peculiar/x509";
import { createManualClock, systemClock, type Clock } from "../async/index.ts";
import type { ClusterConnection } from "./connection.ts";
import { createHttpTransport } from "./http-transport.ts";
import { readLines, readText } from "./read-lines.ts";
import type { TransportRequest } from "./transport.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

interface Identity {
  readonly cert: string;
  readonly key: string;
}

async function createAuthority() {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const ca: X509Certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=test authority",
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true)],
  });
  async function issue(name: string): Promise<Identity> {
    const own = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const cert = await X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: ca.subject,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [new SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
    });
    const key = Buffer.from(await crypto.subtle.exportKey("pkcs8", own.privateKey)).toString("base64");
    return { cert: cert.toString("pem"), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----` };
  }
  return { ca: ca.toString("pem"), issue };
}

const authority = await createAuthority();
const serverIdentity = await authority.issue("kube.test");

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTPS server that is closed with the test, and a connection to it. */
async function serve(t: TestContext, handler: Handler): Promise<ClusterConnection> {
  const server = createServer({ ...serverIdentity, ca: authority.ca, requestCert: true, rejectUnauthorized: false }, handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { server: `https://127.0.0.1:${port}`, ca: authority.ca, tlsServerName: "kube.test", credentials: { kind: "none" } };
}

function openTransport(t: TestContext, connection: ClusterConnection, clock: Clock = createManualClock()) {
  const transport = createHttpTransport({ clock }, connection);
  t.after(() => transport.close());
  return transport;
}

function get(path: string, extra: Partial<TransportRequest> = {}): TransportRequest {
  return { method: "GET", path, headers: {}, signal: AbortSignal.timeout(10_000), ...extra };
}

function whoIs(request: IncomingMessage): string {
  const peer = (request.socket as TLSSocket).getPeerCertificate();
  return `${request.headers.authorization ?? "nobody"} ${String(peer.subject?.CN ?? "no certificate")}`;
}

test("checks the server's certificate unless told not to", async (t) => {
  const connection = await serve(t, (_, response) => response.end("ok"));
  const cases: readonly { readonly connection: ClusterConnection; readonly want: string }[] = [
    { connection, want: "ok" },
    { connection: { ...connection, server: `${connection.server}/` }, want: "ok" },
    { connection: { server: connection.server, credentials: connection.credentials }, want: "unavailable" },
    { connection: { ...connection, tlsServerName: "other.test" }, want: "unavailable" },
    { connection: { server: connection.server, credentials: connection.credentials, insecure: true }, want: "ok" },
  ];
  for (const { connection, want } of cases) {
    const transport = openTransport(t, connection);
    const got = await transport.send(get("/")).then(
      (response) => readText(response.body),
      (error: { readonly code: string }) => error.code,
    );
    assert.equal(got, want);
  }
});

test("sends each kind of credentials, under the server's path prefix", async (t) => {
  const connection = await serve(t, (request, response) => {
    response.end(`${request.url} ${whoIs(request)}`);
  });
  const clientCertificate = await authority.issue("alice");
  const cases: readonly { readonly connection: ClusterConnection; readonly want: string }[] = [
    { connection, want: "/version nobody no certificate" },
    { connection: { ...connection, server: `${connection.server}/k8s/one/` }, want: "/k8s/one/version nobody no certificate" },
    { connection: { ...connection, credentials: { kind: "token", token: "t" } }, want: "/version Bearer t no certificate" },
    { connection: { ...connection, credentials: { kind: "basic", username: "u", password: "p" } }, want: "/version Basic dTpw no certificate" },
    { connection: { ...connection, clientCertificate }, want: "/version nobody alice" },
  ];
  for (const { connection, want } of cases) {
    const response = await openTransport(t, connection).send(get("/version"));
    assert.equal(await readText(response.body), want);
  }
});

test("reads a token file again after a minute, and at once when its token is refused", async (t) => {
  let accepted = "Bearer first";
  const connection = await serve(t, (request, response) => {
    response.statusCode = request.headers.authorization === accepted ? 200 : 401;
    response.end(request.headers.authorization);
  });
  const folder = await mkdtemp(join(tmpdir(), "token-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, "token");
  const clock = createManualClock();
  const transport = openTransport(t, { ...connection, credentials: { kind: "tokenFile", path } }, clock);
  async function whoAmI(): Promise<string> {
    const response = await transport.send(get("/"));
    return `${response.status} ${await readText(response.body)}`;
  }
  await writeFile(path, "first\n");
  assert.equal(await whoAmI(), "200 Bearer first");
  await writeFile(path, "second\n");
  assert.equal(await whoAmI(), "200 Bearer first");
  accepted = "Bearer second";
  assert.equal(await whoAmI(), "200 Bearer second");
  await writeFile(path, "third\n");
  await clock.advance(60_000);
  accepted = "Bearer third";
  assert.equal(await whoAmI(), "200 Bearer third");
  accepted = "Bearer other";
  assert.equal(await whoAmI(), "401 Bearer third");
});

test("asks a credential plugin for a token or a certificate, and keeps its output secret", async (t) => {
  const connection = await serve(t, (request, response) => {
    response.end(whoIs(request));
  });
  const folder = await mkdtemp(join(tmpdir(), "plugin-"));
  t.after(() => rm(folder, { recursive: true }));
  const bob = await authority.issue("bob");
  const status = { token: "from-plugin", clientCertificateData: bob.cert, clientKeyData: bob.key };
  await writeFile(join(folder, "answer"), JSON.stringify({ kind: "ExecCredential", status }));
  async function plugin(name: string, script: string): Promise<ClusterConnection> {
    const command = join(folder, name);
    await writeFile(command, `#!/bin/sh\n${script}\n`);
    await chmod(command, 0o755);
    const apiVersion = "client.authentication.k8s.io/v1";
    return {
      ...connection,
      credentials: { kind: "exec", plugin: { apiVersion, command, args: [join(folder, "answer")], env: {}, installHint: "Install it", provideClusterInfo: true } },
    };
  }
  const good = openTransport(t, await plugin("good", 'case "$KUBERNETES_EXEC_INFO" in *tls-server-name*) cat "$1";; esac'), systemClock);
  assert.equal(await readText((await good.send(get("/"))).body), "Bearer from-plugin bob");
  const failing = openTransport(t, await plugin("failing", "cat $1; echo sorry >&2; exit 3"), systemClock);
  await assert.rejects(failing.send(get("/")), { code: "unauthenticated", message: `Credential plugin "${join(folder, "failing")}" ended with exit code 3: sorry` });
  const empty = openTransport(t, await plugin("empty", "echo secret-but-no-json"), systemClock);
  await assert.rejects(empty.send(get("/")), { code: "unauthenticated", message: `Credential plugin "${join(folder, "empty")}" printed neither a token nor a client certificate` });
});

test("a stream yields each line as it is written, and many streams leave room for requests", async (t) => {
  const streams: ServerResponse[] = [];
  const connection = await serve(t, (request, response) => {
    if (request.url !== "/watch") return response.end("ok");
    streams.push(response);
    return response.write("begun\n");
  });
  const transport = openTransport(t, connection);
  const stop = new AbortController();
  const watches = await Promise.all(Array.from({ length: 100 }, () => transport.send(get("/watch", { streaming: true, signal: stop.signal }))));
  const lines = watches.map((response) => readLines(response.body));
  for (const line of lines) assert.equal((await line.next()).value, "begun");
  const next = lines[0]!.next();
  for (const stream of streams) stream.write("more\nand ");
  assert.equal((await next).value, "more");
  assert.equal(await readText((await transport.send(get("/"))).body), "ok");
  const pending = lines[0]!.next();
  stop.abort(new Error("enough"));
  await assert.rejects(pending, { message: "enough" });
});

test("deletions with options keep their connection", async (t) => {
  const ports = new Set<unknown>();
  const connection = await serve(t, (request, response) => {
    ports.add(request.socket.remotePort);
    request.resume().on("end", () => response.end());
  });
  const transport = openTransport(t, connection);
  for (let count = 0; count < 5; count += 1) {
    await readText((await transport.send(get("/", { method: "DELETE", body: "{}" }))).body);
    // A connection is free a turn of the event loop after its answer.
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(ports.size, 1);
});

test("goes through the proxy of the connection", async (t) => {
  const connection = await serve(t, (_, response) => response.end("ok"));
  const asked: string[] = [];
  const proxy = createPlainServer().on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    const upstream = connect(Number(new URL(connection.server).port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  t.after(() => proxy.close());
  const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const transport = openTransport(t, { ...connection, proxyUrl });
  assert.equal(await readText((await transport.send(get("/"))).body), "ok");
  assert.deepEqual(asked, [new URL(connection.server).host]);
});

test("says which server does not answer, and passes an abort on as it is", async (t) => {
  const transport = openTransport(t, { server: "http://127.0.0.1:1", credentials: { kind: "none" } });
  await assert.rejects(transport.send(get("/")), { code: "unavailable", message: 'Cannot reach the API server "http://127.0.0.1:1": connect ECONNREFUSED 127.0.0.1:1' });
  const connection = await serve(t, () => undefined);
  const stop = new AbortController();
  const hanging = openTransport(t, connection).send(get("/", { signal: stop.signal }));
  stop.abort(new Error("stopped"));
  await assert.rejects(hanging, { message: "stopped" });
});
