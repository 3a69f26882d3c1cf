import type { FastifyInstance } from "fastify";
import { SillageError } from "../errors/index.ts";
import { getQuery } from "./query.ts";

/** Argo CD's clients may say in which namespace the application lives: there is one. */
export function requireNamespace(app: FastifyInstance, namespace: string): void {
  app.addHook("onRequest", async (request) => {
    const given = getQuery(request, "appNamespace") ?? namespace;
    if (given !== namespace) throw new SillageError("invalid", `Namespace "${given}" is not permitted, applications live in "${namespace}"`);
  });
}
