import type { FastifyReply } from "fastify";
import { describeError, httpStatusOf, toSillageError, type ErrorCode } from "../errors/index.ts";
import { getNumber } from "../kube/index.ts";
import type { Log } from "../log/index.ts";

/** gRPC's numbers, which Argo CD's clients read in `code`. */
const grpcCodes: Readonly<Record<ErrorCode, number>> = {
  canceled: 1,
  invalid: 3,
  deadline: 4,
  notFound: 5,
  conflict: 9,
  forbidden: 7,
  unauthenticated: 16,
  unavailable: 14,
  internal: 13,
};

/** Argo CD's error body: `{error, code, message}`. Only `internal` failures are logged: the others are the caller's to read. */
export function replyWithError(reply: FastifyReply, error: unknown, log: Log): FastifyReply {
  const status = getNumber(error, "statusCode");
  const failure = toSillageError(error);
  const code = status !== undefined && status < 500 ? "invalid" : failure.code;
  const message = describeError(failure);
  if (code === "internal") log.error("Request failed", { error: message });
  return reply.code(status !== undefined && status < 500 ? status : httpStatusOf(code)).send({ error: message, code: grpcCodes[code], message });
}
