import type { FastifyInstance } from "fastify";
import type { Context } from "../log/index.ts";
import type { ServerDeps } from "./deps.ts";

const maxPayloadBytes = 50 * 1024 * 1024;

/** `POST /api/webhook`: open to Git providers, trusted by the signature of the payload. Answers at once; the fetch goes on behind it. */
export function addWebhook(app: FastifyInstance, deps: Pick<ServerDeps, "receivePush">, context: Context): void {
  app.register(async (hook) => {
    hook.removeAllContentTypeParsers();
    hook.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: maxPayloadBytes }, async (_request: unknown, body: string | Buffer) => body);
    hook.post("/api/webhook", async (request) => {
      const headers = Object.fromEntries(Object.entries(request.headers).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return { repositories: await deps.receivePush(context, { headers, body }) };
    });
  });
}
