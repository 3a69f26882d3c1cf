import { fastify, type FastifyInstance } from "fastify";
import { SillageError } from "../errors/index.ts";
import { createApplicationOperations } from "./application/index.ts";
import { createTokenAuthentication } from "./authentication.ts";
import type { ServerDeps } from "./deps.ts";
import type { Guard, Operation } from "./operation/index.ts";
import { createRepositoryOperations } from "./repository/index.ts";
import { addOperations, replyWithError } from "./rest/index.ts";
import { addSealingRoutes } from "./sealing-routes.ts";
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
  /** Resolves with the base URL once it serves. */
  listen(): Promise<string>;
  /** Ends streams and requests under way. */
  close(): Promise<void>;
}

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);

/** Throws `invalid` for an address that is not loopback: there are no accounts yet, and nothing is served unauthenticated elsewhere. */
export function createServer(deps: ServerDeps, options: ServerOptions): Server {
  const { host, port } = options;
  if (!loopback.has(host)) throw new SillageError("invalid", `Cannot listen on "${host}": only loopback addresses are served until there are accounts`);
  const app = createApp(deps, options);
  return {
    listen: () => app.listen({ host, port }),
    close: () => app.close(),
  };
}

function createApp(deps: ServerDeps, options: ServerOptions): FastifyInstance {
  const { log } = deps;
  const stopping = new AbortController();
  const app = fastify({
    bodyLimit: 10 * 1024 * 1024,
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => void replyWithError(reply, error, log),
  });
  app.setErrorHandler((error, _request, reply) => replyWithError(reply, error, log));
  app.setNotFoundHandler((request, reply) => replyWithError(reply, new SillageError("notFound", `No such path: ${request.method} ${request.url.split("?", 1)[0]}`), log));
  app.addHook("preClose", async () => stopping.abort(new SillageError("unavailable", "The server is stopping")));

  app.get("/healthz", async () => "ok");
  app.get("/api/version", async () => ({ Version: options.version }));
  const context = { log, signal: stopping.signal };
  addWebhook(app, deps, context);
  if (deps.sealing !== undefined) addSealingRoutes(app, deps.sealing, deps);
  const authenticate = createTokenAuthentication(options.token);
  app.register(async (api) =>
    addOperations(api, createOperations(deps, options), {
      log,
      signal: stopping.signal,
      authenticate: async (_ctx, request, access) => authenticate(request, access),
      guardOf: () => everything,
    }),
  );
  return app;
}

/** All operations of the API, service by service. */
function createOperations(deps: ServerDeps, options: ServerOptions): readonly Operation[] {
  return [...createApplicationOperations(deps, options), ...createRepositoryOperations(deps, options)];
}

const everything: Guard = { isAllowed: () => true, require: () => undefined };
