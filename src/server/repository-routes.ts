import type { FastifyInstance } from "fastify";
import { parseQueryFlag } from "./query.ts";
import type { RepositoryService } from "./repository-service.ts";
import type { ContextOf } from "./request-context.ts";

/** The REST face of the repository service. */
export function addRepositoryRoutes(app: FastifyInstance, service: RepositoryService, contextOf: ContextOf): void {
  app.get("/api/v1/repositories", async (request) => ({ items: await service.list(contextOf(request)) }));
  app.post("/api/v1/repositories", (request) => service.create(contextOf(request), request.body, parseQueryFlag(request, "upsert", false)));
}
