/**
 * The REST face of operations: paths, query parameters, bodies, streams and error answers as Argo CD's gateway gives them, sessions in cookies, and what keeps
 * a server on a network safe. Knows no service.
 */
export { addOperations, type AnsweredCall } from "./add-operations.ts";
export { stripBasePath } from "./base-path.ts";
export { createAddressLimit } from "./client-limits.ts";
export { formatCookie, parseCookies, readCookie, type CookieOptions } from "./cookies.ts";
export { keepCredentials, readCredentials } from "./credentials.ts";
export { replyWithError } from "./error-reply.ts";
export { addSecurityHeaders } from "./harden.ts";
export { addOpenApi } from "./openapi.ts";
export { createRateLimit } from "./rate-limit.ts";
