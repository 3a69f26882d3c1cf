import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { SillageError } from "../errors/index.ts";

/** Every route of this instance needs the bearer token. */
export function requireToken(app: FastifyInstance, token: string): void {
  const expected = digest(token);
  app.addHook("onRequest", async (request) => {
    const [scheme = "", given = ""] = (request.headers.authorization ?? "").split(" ", 2);
    if (scheme.toLowerCase() === "bearer" && timingSafeEqual(digest(given), expected)) return;
    throw new SillageError("unauthenticated", "No valid bearer token: give --auth-token, or use the context `sillage server` wrote");
  });
}

/** Digests have one length, as the comparison needs. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
