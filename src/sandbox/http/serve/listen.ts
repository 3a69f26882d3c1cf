import { once } from "node:events";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import { TLSSocket } from "node:tls";
import type { ApiRequest, ApiResponse, User } from "../api-request.ts";
import { StatusError, formatStatus } from "../status-error.ts";
import { type Tokens, authenticate } from "./authenticate.ts";
import { decodeBody } from "./decode-body.ts";
import type { KeyPair } from "./certificates.ts";

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly certificate: KeyPair;
  /** PEM of the authority whose client certificates are believed. */
  readonly authority: string;
  readonly tokens: Tokens;
}

export interface Listener {
  readonly port: number;
  /** Ends every connection, watches included. */
  close(): Promise<void>;
}

type Handle = (request: ApiRequest) => Promise<ApiResponse>;

/** Serves the API over HTTPS until closed. Throws when the address is taken. */
export async function listen(handle: Handle, options: ListenOptions): Promise<Listener> {
  const { certificate, authority, tokens } = options;
  const server = createServer({ cert: certificate.certificate, key: certificate.key, ca: authority, requestCert: true, rejectUnauthorized: false, keepAliveTimeout: keepAliveMs });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    serve(handle, { request, response, tokens }).catch(() => response.destroy());
  });
  server.listen(options.port, options.host);
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly tokens: Tokens;
}

/** Longer than clients keep an idle connection, so that none is closed under a request. */
const keepAliveMs = 120_000;
const maxBodyBytes = 3 * 1024 * 1024;

async function serve(handle: Handle, exchange: Exchange): Promise<void> {
  const gone = new AbortController();
  exchange.response.on("close", () => gone.abort());
  const request = await readRequest(exchange, gone.signal).catch(failure);
  await send(exchange.response, "status" in request ? request : await handle(request));
}

/** Throws for who is not known, and for a body that is too large or cannot be read. */
async function readRequest({ request, tokens }: Exchange, signal: AbortSignal): Promise<ApiRequest> {
  const user = request.socket instanceof TLSSocket ? authenticate(tokens, request.headers.authorization, request.socket) : undefined;
  const known = user ?? (request.headers.authorization === undefined ? anonymous : undefined);
  if (known === undefined) throw new StatusError({ code: 401, reason: "Unauthorized", message: "Unauthorized" });
  const content = decodeBody(flatten(request.headers), await readBody(request));
  return { method: request.method ?? "GET", path: request.url ?? "/", ...content, user: known, signal };
}

const anonymous: User = { name: "system:anonymous", groups: ["system:unauthenticated"] };

function failure(error: unknown): ApiResponse {
  const { code, body } = formatStatus(error);
  return { status: code, headers: { "content-type": "application/json" }, body: `${JSON.stringify(body)}\n` };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new StatusError({ code: 413, reason: "RequestEntityTooLarge", message: `Request entity too large: limit is ${maxBodyBytes}` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flatten(headers: IncomingMessage["headers"]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(",") : value]])));
}

/** Streams are flushed at once: a client waits for the headers of a watch before its first event. */
async function send(response: ServerResponse, answer: ApiResponse): Promise<void> {
  if (typeof answer.body === "string") {
    response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
    response.end(answer.body);
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  for await (const chunk of answer.body) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    function settle(): void {
      response.off("drain", settle);
      response.off("close", settle);
      resolve();
    }
    response.on("drain", settle);
    response.on("close", settle);
  });
}
