import { STATUS_CODES } from "node:http";
import type { FastifyReply } from "fastify";
import { describeError, httpStatusOf, SillageError, toSillageError, type ErrorCode } from "../../errors/index.ts";
import { getNumber } from "../../kube/index.ts";
import type { Log } from "../../log/index.ts";

/** gRPC's numbers, which Argo CD's clients read in `code`. */
const grpcCodes: Readonly<Record<ErrorCode, number>> = {
  canceled: 1,
  invalid: 3,
  deadline: 4,
  notFound: 5,
  forbidden: 7,
  conflict: 9,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
};

/** Argo CD's error body: `{error, code, message}`. Only `internal` failures are logged: the others are the caller's to read. */
export function replyWithError(reply: FastifyReply, error: unknown, log: Log): FastifyReply {
  const { status, failure } = readError(error);
  const message = describeError(failure);
  if (failure.code === "internal") log.error("Request failed", { error: message });
  return reply.code(status).send({ error: message, code: grpcCodes[failure.code], message });
}

/** The same as the last word of a stream, whose status has long been sent. */
export function describeStreamFailure(error: unknown): object {
  const { status, failure } = readError(error);
  return { grpc_code: grpcCodes[failure.code], http_code: status, http_status: STATUS_CODES[status] ?? "", message: describeError(failure) };
}

/** Fastify refuses bad requests by itself, such as a body over the limit, with errors that carry the status. */
function readError(error: unknown): { readonly status: number; readonly failure: SillageError } {
  const status = getNumber(error, "statusCode");
  if (status !== undefined && status < 500) return { status, failure: new SillageError("invalid", describeError(error)) };
  const failure = toSillageError(error);
  return { status: httpStatusOf(failure.code), failure };
}
