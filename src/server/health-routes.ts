import type { FastifyInstance } from "fastify";

/** What keeps the server from its work, in sentences; empty when nothing does. */
export type FindTroubles = () => Promise<readonly string[]>;

/**
 * `/healthz` says that the process lives, and with `?full=true` that it can work; `/readyz` says the latter. Neither needs a session, and neither says more
 * than which part is away: Kubernetes asks them, and so may anybody.
 */
export function addHealthRoutes(app: FastifyInstance, findTroubles: FindTroubles): void {
  async function report(): Promise<{ readonly status: 200 | 503; readonly text: string }> {
    const troubles = await findTroubles();
    return troubles.length === 0 ? { status: 200, text: "ok" } : { status: 503, text: troubles.join("\n") };
  }

  app.get<{ Querystring: { full?: string } }>("/healthz", async (request, reply) => {
    const { status, text } = request.query.full === "true" ? await report() : { status: 200, text: "ok" };
    return reply.code(status).type("text/plain; charset=utf-8").send(text);
  });
  app.get("/readyz", async (_request, reply) => {
    const { status, text } = await report();
    return reply.code(status).type("text/plain; charset=utf-8").send(text);
  });
}
