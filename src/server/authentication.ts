import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { SillageError } from "../errors/index.ts";
import type { Caller, Operation } from "./operation/index.ts";

const administrator: Caller = { subject: "admin", username: "admin", groups: [], issuer: "argocd", isAnonymous: false };
const nobody: Caller = { subject: "", username: "", groups: [], issuer: "", isAnonymous: true };

/** Knows one bearer token: who holds it is the administrator. */
export function createTokenAuthentication(token: string): (request: FastifyRequest, access: Operation["access"]) => Caller {
  const expected = digest(token);
  return function authenticate(request, { kind }) {
    const [scheme = "", given = ""] = (request.headers.authorization ?? "").split(" ", 2);
    if (scheme.toLowerCase() === "bearer" && timingSafeEqual(digest(given), expected)) return administrator;
    if (kind === "public") return nobody;
    throw new SillageError("unauthenticated", "No valid bearer token: give --auth-token, or use the context `sillage server` wrote");
  };
}

/** Digests have one length, as the comparison needs. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
