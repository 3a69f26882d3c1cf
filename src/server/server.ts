import { setTimeout as delay } from "node:timers/promises";
import { Server as TlsServer } from "node:tls";
import compress from "@fastify/compress";
import { fastify, type FastifyInstance } from "fastify";
import { SillageError } from "../errors/index.ts";
import { addAuthRoutes } from "./auth-routes.ts";
import { createAuthentication } from "./authentication.ts";
import type { ServerDeps } from "./deps.ts";
import { createGuard } from "./guard.ts";
import { addHealthRoutes } from "./health-routes.ts";
import { addOpenApi, addOperations, addSecurityHeaders, createAddressLimit, replyWithError, stripBasePath } from "./rest/index.ts";
import { addSealingRoutes } from "./sealing-routes.ts";
import { createOperations, type ServiceOptions } from "./services.ts";
import { addWebhook } from "./webhook.ts";

export interface ServerOptions extends ServiceOptions {
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
  /** HTTPS with this certificate, both in PEM; left out: plain HTTP. */
  readonly tls?: TlsPair;
  /** Where a proxy serves us, such as `/sillage`; left out: at the root. */
  readonly basePath?: string;
  /** Until when a request must have been read in full. */
  readonly requestTimeoutMs?: number;
}

export interface TlsPair {
  readonly certificate: string;
  readonly key: string;
}

export interface Server {
  /** Resolves with the base URL once it serves. */
  listen(): Promise<string>;
  /** Shows this certificate from the next connection on. Throws when it makes no sense, and keeps the one before; does nothing without HTTPS. */
  useCertificate(tls: TlsPair): void;
  /** Takes no more, ends streams, and waits a moment for the calls under way. */
  close(): Promise<void>;
}

interface Stopping {
  readonly streams: AbortController;
  readonly calls: AbortController;
}

const maxBodyBytes = 10 * 1024 * 1024;
/** Longer than any repository URL that stands in a path. */
const maxParameterLength = 4_096;
const graceMs = 5_000;
const minVersion = "TLSv1.2";
const everything = { burst: 2_000, perSecond: 1_000 };
/** Each costs a bcrypt comparison or a visit to the identity provider. */
const logins = { burst: 30, perSecond: 3 };

export function createServer(deps: ServerDeps, options: ServerOptions): Server {
  const stopping = { streams: new AbortController(), calls: new AbortController() };
  const app = createApp(deps, options, stopping);
  return {
    listen: async () => `${await app.listen({ host: options.host, port: options.port })}${options.basePath ?? ""}`,
    useCertificate({ certificate, key }) {
      if (app.server instanceof TlsServer) app.server.setSecureContext({ cert: certificate, key, minVersion });
    },
    async close() {
      const reason = new SillageError("unavailable", "The server is stopping");
      stopping.streams.abort(reason);
      const closed = app.close();
      // Kept open by clients for more, which will not come.
      const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
      await Promise.race([closed, delay(graceMs, undefined, { ref: false })]);
      clearInterval(sweep);
      stopping.calls.abort(reason);
      app.server.closeAllConnections();
      await closed;
    },
  };
}

function createApp(deps: ServerDeps, options: ServerOptions, stopping: Stopping): FastifyInstance {
  const { log, clock, sessions } = deps;
  const { basePath = "", tls, requestTimeoutMs = 60_000 } = options;
  const cookies = { path: `${basePath}/`, isSecure: tls !== undefined };
  const slowness = { requestTimeout: requestTimeoutMs, connectionsCheckingInterval: Math.min(5_000, requestTimeoutMs) };
  const app = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: maxParameterLength },
    rewriteUrl: ({ url }) => stripBasePath(url ?? "/", basePath),
    frameworkErrors: (error, _request, reply) => void replyWithError(reply, error, log),
    ...(tls === undefined ? { http: slowness } : { https: { ...slowness, cert: tls.certificate, key: tls.key, minVersion } }),
  });
  app.setErrorHandler((error, _request, reply) => replyWithError(reply, error, log));
  app.setNotFoundHandler((request, reply) => replyWithError(reply, new SillageError("notFound", `No such path: ${request.method} ${request.url.split("?", 1)[0]}`), log));

  const limitAll = createAddressLimit({ clock }, everything);
  const limitLogins = createAddressLimit({ clock }, logins);
  app.addHook("onRequest", async (request, reply) => limitAll(request, reply));
  addSecurityHeaders(app, { isSecure: cookies.isSecure });

  addHealthRoutes(app, deps.findTroubles ?? (async () => []));
  const context = { log, signal: stopping.calls.signal };
  addWebhook(app, deps, context);
  if (deps.sealing !== undefined) addSealingRoutes(app, deps.sealing, deps);
  addAuthRoutes(app, deps, { context, cookies, limit: limitLogins });
  app.register(async (api) => {
    await api.register(compress, { encodings: ["gzip", "identity"] });
    const operations = createOperations(deps, options);
    addOpenApi(api, operations, { version: options.version, basePath });
    addOperations(api, operations, {
      log,
      clock,
      cookies,
      authenticate: createAuthentication({ sessions }),
      guardOf: (caller) => createGuard(deps, caller),
      stopping: { streams: stopping.streams.signal, calls: stopping.calls.signal },
      onAnswered: deps.onAnswered,
      limits: { "SessionService/Create": limitLogins },
    });
  });
  return app;
}
