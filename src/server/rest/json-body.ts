import type { FastifyInstance } from "fastify";
import { SillageError } from "../../errors/index.ts";
import { parseJson } from "../operation/index.ts";

/** Writes to this instance are JSON and say so, which a cross-site form cannot; the status is 415 otherwise. A body may be left out. */
export function requireJson(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ method, headers }) => {
    if (method === "GET" || method === "HEAD") return;
    if (!/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? "")) {
      throw Object.assign(new SillageError("invalid", "The content type must be application/json"), { statusCode: 415 });
    }
    // Browsers say where a request comes from; everybody else has no cookies to be abused.
    if (headers["sec-fetch-site"] === "cross-site") throw new SillageError("forbidden", "Another site may not change anything here");
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, async (_request: unknown, body: string | Buffer) => parseBody(String(body)));
}

function parseBody(text: string): unknown {
  return text === "" ? undefined : parseJson(text, "The body");
}
