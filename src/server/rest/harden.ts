import type { FastifyInstance } from "fastify";

/** What browsers may do with our answers: frame them and load parts of them from here only, and guess no types. */
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

/** Security headers on every answer. Nothing is kept without asking us again, and what is not an answer to GET not at all. */
export function addSecurityHeaders(app: FastifyInstance, { isSecure }: { readonly isSecure: boolean }): void {
  app.addHook("onRequest", async ({ method }, reply) => {
    reply.headers({
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "x-frame-options": "sameorigin",
      "referrer-policy": "same-origin",
      "cache-control": method === "GET" ? "private, no-cache" : "no-store",
      ...(isSecure ? { "strict-transport-security": "max-age=31536000" } : {}),
    });
  });
}
