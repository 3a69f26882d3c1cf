import type { FastifyInstance } from "fastify";
import { getString } from "../kube/index.ts";
import type { Log } from "../log/index.ts";
import type { RepositoryService } from "./repository-service.ts";

/** The REST face of the repository service. */
export function addRepositoryRoutes(app: FastifyInstance, service: RepositoryService, base: { readonly log: Log; readonly signal: AbortSignal }): void {
  app.get("/api/v1/repositories", async () => ({ items: await service.list(base) }));
  app.post("/api/v1/repositories", async (request) => service.create(base, request.body, getString(request.query, "upsert") === "true"));
}
