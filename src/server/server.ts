import { fastify, type FastifyInstance } from "fastify";
import { SillageError } from "../errors/index.ts";
import { createApplicationService } from "./application-service.ts";
import { requireToken } from "./authentication.ts";
import type { ServerDeps } from "./deps.ts";
import { replyWithError } from "./error-reply.ts";
import { createRepositoryService } from "./repository-service.ts";
import { addApplicationRoutes } from "./application-routes.ts";
import { addApplicationStream } from "./application-stream.ts";
import { addRepositoryRoutes } from "./repository-routes.ts";
import { addWebhook } from "./webhook.ts";

export interface ServerOptions {
  /** Namespace of Applications, projects and settings. */
  readonly namespace: string;
  /** Who holds this bearer token may do everything. */
  readonly token: string;
  /** Loopback only, for now: there are no accounts yet. */
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
  readonly version: string;
}

export interface Server {
  /** Base URL, known once `listen` has resolved. */
  listen(): Promise<string>;
  /** Ends streams, finishes requests under way. */
  close(): Promise<void>;
}

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);

/** Throws `invalid` for an address that is not loopback: there are no accounts yet, and nothing is served unauthenticated elsewhere. */
export function createServer(deps: ServerDeps, options: ServerOptions): Server {
  if (!loopback.has(options.host)) throw new SillageError("invalid", `Cannot listen on "${options.host}": only loopback addresses are served until there are accounts`);
  const app = createApp(deps, options);
  return {
    async listen() {
      return app.listen({ host: options.host, port: options.port });
    },
    async close() {
      await app.close();
    },
  };
}

function createApp(deps: ServerDeps, options: ServerOptions): FastifyInstance {
  const stopping = new AbortController();
  const app = fastify({ bodyLimit: 10 * 1024 * 1024, forceCloseConnections: true });
  app.setErrorHandler((error, _request, reply) => replyWithError(reply, error, deps.log));
  app.setNotFoundHandler((request, reply) => replyWithError(reply, new SillageError("notFound", `No such path: ${request.method} ${request.url.split("?")[0]}`), deps.log));
  app.addHook("preClose", async () => stopping.abort(new SillageError("canceled", "The server is stopping")));

  app.get("/healthz", async () => "ok");
  app.get("/api/version", async () => ({ Version: options.version }));
  addWebhook(app, deps, stopping.signal);
  app.register(async (api) => {
    requireToken(api, options.token);
    addApplicationRoutes(api, createApplicationService(deps, options), { log: deps.log, signal: stopping.signal });
    addApplicationStream(api, deps, stopping.signal);
    addRepositoryRoutes(api, createRepositoryService(deps, options), { log: deps.log, signal: stopping.signal });
  });
  return app;
}
