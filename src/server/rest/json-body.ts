import type { FastifyInstance } from "fastify";
import { SillageError } from "../../errors/index.ts";

/** Writes to this instance are JSON and say so, which a cross-site form cannot; the status is 415 otherwise. A body may be left out. */
export function requireJson(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    if (request.method === "GET" || request.method === "HEAD" || /^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) return;
    throw Object.assign(new SillageError("invalid", "The content type must be application/json"), { statusCode: 415 });
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, async (_request: unknown, body: string | Buffer) => parseBody(String(body)));
}

function parseBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SillageError("invalid", "The body is not JSON", { cause });
  }
}
