import { createSecureContext } from "node:tls";
import { Pool, ProxyAgent, type Dispatcher } from "undici";
import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { ClientCertificate, ClusterConnection } from "./connection.ts";
import { createCredentialSource } from "./credential-source.ts";
import type { Proof } from "./proof.ts";
import { readText } from "./read-lines.ts";
import type { Transport, TransportRequest, TransportResponse } from "./transport.ts";

/** Requests beyond this many wait for a connection; the server's own fairness queues are no shorter. */
const connections = 32;
const connectTimeoutMs = 10_000;
/** Longer than the 60 seconds after which an API server itself gives up. */
const answerTimeoutMs = 70_000;
const keepAliveMs = 30_000;

interface Dispatchers {
  readonly certificate: ClientCertificate | undefined;
  readonly short: Dispatcher;
  readonly streaming: Dispatcher;
}

/**
 * Talks to one API server. HTTP/1.1 on purpose: it is faster for small requests, and with a connection for each watch no slow reader, flow-control window
 * or half-open session can hold up the others. Watches have connections of their own, so they cannot use up those of requests; the kernel's
 * keep-alive probes find a dead one within two minutes.
 */
export function createHttpTransport(deps: { readonly clock: Clock }, connection: ClusterConnection): Transport {
  const base = new URL(connection.server);
  const prefix = base.pathname.replace(/\/+$/, "");
  const credentials = createCredentialSource(deps, connection);
  const opened: Dispatchers[] = [];

  function dispatchersFor(proof: Proof): Dispatchers {
    const certificate = proof.clientCertificate ?? connection.clientCertificate;
    const last = opened.at(-1);
    if (last !== undefined && last.certificate === certificate) return last;
    const made = { certificate, short: openPool(connection, { certificate, limit: connections }), streaming: openPool(connection, { certificate, limit: null }) };
    opened.push(made);
    return made;
  }

  async function exchange(request: TransportRequest): Promise<TransportResponse> {
    const { signal } = request;
    const proof = await credentials.fetch(signal);
    const { short, streaming } = dispatchersFor(proof);
    const headers = proof.authorization === undefined ? request.headers : { ...request.headers, authorization: proof.authorization };
    try {
      const response = await (request.streaming === true ? streaming : short).request({
        origin: base.origin,
        path: `${prefix}${request.path}`,
        method: request.method,
        headers,
        body: request.body ?? null,
        signal,
        // A deletion carries options, after which undici would give up the connection.
        reset: false,
        headersTimeout: answerTimeoutMs,
        bodyTimeout: request.streaming === true ? 0 : answerTimeoutMs,
      });
      return { status: response.statusCode, headers: flattenHeaders(response.headers), body: readBody(response.body, { signal, origin: base.origin }) };
    } catch (error) {
      throw unavailable(error, { signal, origin: base.origin });
    }
  }

  return {
    async send(request) {
      const response = await exchange(request);
      if (response.status !== 401 || !credentials.expire()) return response;
      await readText(response.body);
      return exchange(request);
    },
    async close() {
      await Promise.all(opened.flatMap(({ short, streaming }) => [short.destroy(), streaming.destroy()]));
    },
  };
}

function openPool(connection: ClusterConnection, options: { readonly certificate: ClientCertificate | undefined; readonly limit: number | null }): Dispatcher {
  const { ca, tlsServerName, insecure, proxyUrl, server } = connection;
  // Made once: reading certificates takes longer than the rest of a connection.
  const secureContext = createSecureContext({ ...(ca === undefined ? {} : { ca }), ...options.certificate });
  const tls = {
    secureContext,
    ...(tlsServerName === undefined ? {} : { servername: tlsServerName }),
    rejectUnauthorized: insecure !== true,
    timeout: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveMs,
  };
  const shared = { connections: options.limit, allowH2: false, keepAliveTimeout: keepAliveMs };
  return proxyUrl === undefined ? new Pool(new URL(server).origin, { ...shared, connect: tls }) : new ProxyAgent({ ...shared, uri: proxyUrl, requestTls: tls });
}

function flattenHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) flat[name] = typeof value === "string" ? value : value.join(", ");
  return flat;
}

interface Exchange {
  readonly signal: AbortSignal;
  readonly origin: string;
}

async function* readBody(body: AsyncIterable<Uint8Array>, exchange: Exchange): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw unavailable(error, exchange);
  }
}

function unavailable(error: unknown, { signal, origin }: Exchange): unknown {
  if (signal.aborted) return signal.reason;
  return new SillageError("unavailable", `Cannot reach the API server "${origin}": ${reasonOf(error)}`, { cause: error });
}

/** Node says nothing but the code when a host has several addresses and none of them answered. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
