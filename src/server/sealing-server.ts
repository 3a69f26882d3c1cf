import { fastify } from "fastify";
import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { Log } from "../log/index.ts";
import { replyWithError } from "./rest/index.ts";
import { addSealingRoutes, type Sealing } from "./sealing-routes.ts";
import type { Server } from "./server.ts";

export interface SealingServerDeps {
  readonly sealing: Sealing;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The HTTP service of a sealed-secrets controller, alone: plain HTTP and open to everybody who reaches it, as `kubeseal` expects behind the API server's proxy. Nothing
 * else of ours is served here.
 */
export function createSealingServer({ sealing, clock, log }: SealingServerDeps, address: { readonly host: string; readonly port: number }): Pick<Server, "listen" | "close"> {
  const app = fastify({ forceCloseConnections: true, frameworkErrors: (error, _request, reply) => void replyWithError(reply, error, log) });
  app.setErrorHandler((error, _request, reply) => replyWithError(reply, error, log));
  app.setNotFoundHandler((_request, reply) => replyWithError(reply, new SillageError("notFound", "No such path"), log));
  app.get("/healthz", async () => "ok\n");
  addSealingRoutes(app, sealing, { clock });
  return { listen: () => app.listen(address), close: () => app.close() };
}
