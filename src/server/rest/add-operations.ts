import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../../async/index.ts";
import { getString } from "../../kube/index.ts";
import type { Context, Log } from "../../log/index.ts";
import type { Call, Caller, Credentials, Guard, Operation } from "../operation/index.ts";
import type { CookieOptions } from "./cookies.ts";
import { keepCredentials, readCredentials } from "./credentials.ts";
import { requireJson } from "./json-body.ts";
import { readInput } from "./read-input.ts";
import { sendAnswer } from "./send-answer.ts";
import { sendStream } from "./send-stream.ts";
import { createSerializer } from "./serialize.ts";

export interface RestDeps {
  /** Who shows these credentials, and the ones to keep instead when they are about to expire. Throws `unauthenticated` unless the operation is public. */
  authenticate(ctx: Context, credentials: Credentials | undefined, access: Operation["access"]): Promise<{ readonly caller: Caller; readonly renewed?: Credentials }>;
  guardOf(caller: Caller): Guard;
  readonly clock: Clock;
  readonly log: Log;
  /** Streams end as soon as the server is to stop, calls when it has waited long enough for them. */
  readonly stopping: { readonly streams: AbortSignal; readonly calls: AbortSignal };
  readonly cookies: CookieOptions;
  /** Told of each call that is over, streams excepted. */
  readonly onAnswered?: ((call: AnsweredCall) => void) | undefined;
  /** May refuse a request by throwing, before anything of it is read. */
  readonly limits?: Readonly<Record<Operation["name"], (request: FastifyRequest, reply: FastifyReply) => void>>;
}

type UnaryOperation = Extract<Operation, { readonly kind: "unary" }>;

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface AnsweredCall {
  /** Such as `ApplicationService/Sync`. */
  readonly operation: string;
  /** Who called; empty when nobody was let in. */
  readonly username: string;
  /** As it came: may hold secrets. */
  readonly request: unknown;
  readonly tookMs: number;
  /** Why it was refused or failed. */
  readonly error?: unknown;
}

/** Filled on the way: what is known of a call however it ends. */
interface Asked {
  username: string;
  request: unknown;
}

/** Answers take as long as a refresh or a Git fetch may; streams as long as somebody reads. */
const timeoutMs = 90_000;

/** Serves each operation at its route. */
export function addOperations(app: FastifyInstance, operations: readonly Operation[], deps: RestDeps): void {
  requireJson(app);
  const serialize = createSerializer();
  for (const operation of operations) {
    const { method, path } = operation.route;
    app.route({
      method,
      url: path.replace(/\*\w+$/, "*"),
      compress: operation.kind === "unary" ? {} : false,
      onRequest: async (request, reply) => deps.limits?.[operation.name]?.(request, reply),
      handler: (request, reply) => (operation.kind === "unary" ? answer(operation) : stream(operation))(request, reply),
    });
  }

  function answer(operation: UnaryOperation) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const startedMs = deps.clock.now();
      const asked: Asked = { username: "", request: undefined };
      const tell = (outcome: { readonly error?: unknown }): void => deps.onAnswered?.({ operation: operation.name, ...asked, tookMs: deps.clock.now() - startedMs, ...outcome });
      try {
        const result = await run(operation, { request, reply }, asked);
        tell({});
        return sendAnswer(reply, serialize(result));
      } catch (error) {
        tell({ error });
        throw error;
      }
    };
  }

  async function run(operation: UnaryOperation, exchange: Exchange, asked: Asked): Promise<unknown> {
    const { request } = exchange;
    const signal = AbortSignal.any([deps.stopping.calls, request.signal, AbortSignal.timeout(timeoutMs)]);
    const call = await admitCaller({ log: deps.log, signal }, exchange, operation);
    asked.username = call.caller.username;
    asked.request = readInput(request, operation);
    // Who asks for a change is on record, whatever comes of it.
    if (operation.route.method !== "GET") deps.log.info("Change requested", { operation: operation.name, ...nameIn(asked.request), user: asked.username, address: request.ip });
    return operation.run(call, asked.request);
  }

  function stream(operation: Extract<Operation, { kind: "stream" }>) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const ctx = { log: deps.log, signal: AbortSignal.any([deps.stopping.streams, untilGone(reply)]) };
      const call = await admitCaller(ctx, { request, reply }, operation);
      const items = await operation.run(call, readInput(request, operation));
      // Without the companion, so that nothing is renewed that could not be handed out any more.
      const credentials = call.session.credentials && { token: call.session.credentials.token };
      return sendStream(reply, items, {
        clock: deps.clock,
        serialize,
        signal: ctx.signal,
        checkSession: async () => void (await deps.authenticate(ctx, credentials, operation.access)),
      });
    };
  }

  async function admitCaller(ctx: Context, exchange: Exchange, { access }: Operation): Promise<Call> {
    const credentials = readCredentials(exchange.request);
    const { caller, renewed } = await deps.authenticate(ctx, credentials, access);
    const replace = (kept: Credentials | undefined): void => keepCredentials(exchange, kept, deps.cookies);
    if (renewed !== undefined) replace(renewed);
    return { ctx, caller, guard: deps.guardOf(caller), session: { credentials, replace } };
  }
}

/** Aborts when the reader is gone. The signal of the request does not, once Fastify has left the reply to us. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once("close", () => gone.abort());
  return gone.signal;
}

/** What is to be changed, as far as the request names it; no URL, which may hold more than a name. */
function nameIn(request: unknown): { readonly name?: string; readonly project?: string } {
  const name = getString(request, "name") ?? getString(request, "application", "metadata", "name");
  const project = getString(request, "project", "metadata", "name") ?? getString(request, "project");
  return { ...(name === undefined ? {} : { name: cut(name) }), ...(project === undefined ? {} : { project: cut(project) }) };
}

/** No name is longer, but a text that somebody sends for one may be. */
function cut(name: string): string {
  return name.slice(0, 253);
}
