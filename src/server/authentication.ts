import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { SillageError } from "../errors/index.ts";

/** Every route of this instance needs the bearer token; writes need a JSON content type, which a cross-site form cannot send. */
export function requireToken(app: FastifyInstance, token: string): void {
  const expected = digest(token);
  app.addHook("onRequest", async (request) => {
    const [scheme, given = ""] = (request.headers.authorization ?? "").split(" ", 2);
    if (scheme?.toLowerCase() !== "bearer" || !timingSafeEqual(digest(given), expected))
      throw new SillageError("unauthenticated", "No valid bearer token: give --auth-token, or use the context `sillage server` wrote");
    if (request.method !== "GET" && request.headers["content-type"]?.startsWith("application/json") !== true) {
      throw new SillageError("invalid", "The content type must be application/json");
    }
  });
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, async (_request: unknown, body: string | Buffer) => {
    const text = String(body);
    if (text === "") return undefined;
    try {
      const value: unknown = JSON.parse(text);
      return value;
    } catch (cause) {
      throw new SillageError("invalid", "The body is not JSON", { cause });
    }
  });
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
