import type { FastifyRequest } from "fastify";
import type { Context } from "../log/index.ts";

/** The context of a request: ends with the server, with the client's connection, and after a while. */
export type ContextOf = (request: FastifyRequest) => Context;

const timeoutMs = 90_000;

export function createContextOf(server: Context): ContextOf {
  return (request) => ({ log: server.log, signal: AbortSignal.any([server.signal, request.signal, AbortSignal.timeout(timeoutMs)]) });
}
