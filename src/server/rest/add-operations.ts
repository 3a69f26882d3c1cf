import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Context, Log } from "../../log/index.ts";
import type { Call, Caller, Guard, Operation } from "../operation/index.ts";
import { requireJson } from "./json-body.ts";
import { readInput } from "./read-input.ts";
import { sendStream } from "./send-stream.ts";

export interface RestDeps {
  /** Who makes this request. Throws `unauthenticated` unless the operation is public. */
  authenticate(ctx: Context, request: FastifyRequest, access: Operation["access"]): Promise<Caller>;
  guardOf(caller: Caller): Guard;
  readonly log: Log;
  /** Ends with the server. */
  readonly signal: AbortSignal;
}

/** Answers take as long as a refresh or a Git fetch may; streams as long as somebody reads. */
const timeoutMs = 90_000;

/** Serves each operation at its route. */
export function addOperations(app: FastifyInstance, operations: readonly Operation[], deps: RestDeps): void {
  requireJson(app);
  for (const operation of operations) {
    const { method, path: url } = operation.route;
    app.route({
      method,
      url,
      handler: async (request, reply) => {
        const signals = [deps.signal, request.signal, ...(operation.kind === "unary" ? [AbortSignal.timeout(timeoutMs)] : [])];
        const call = await admitCaller({ log: deps.log, signal: AbortSignal.any(signals) }, request, operation, deps);
        const input = readInput(request, operation);
        if (operation.kind === "unary") return operation.run(call, input);
        return sendStream(reply, await operation.run(call, input), request.headers.accept ?? "");
      },
    });
  }
}

async function admitCaller(ctx: Context, request: FastifyRequest, { access }: Operation, deps: RestDeps): Promise<Call> {
  const caller = await deps.authenticate(ctx, request, access);
  return { ctx, caller, guard: deps.guardOf(caller) };
}
