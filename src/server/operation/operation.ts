import type { Static, TSchema } from "typebox";
import type { Access } from "./access.ts";
import type { Call } from "./call.ts";
import { createRequestParser } from "./parse-request.ts";

/** Where REST finds an operation. Every field of the request is a path parameter, a query parameter, or in the body. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Such as `/api/v1/applications/:name`. */
  readonly path: string;
  /** The field of the request that the body is, or `*` when the fields of the body are fields of the request. Left out: no body. */
  readonly body?: string;
}

interface Described {
  /** Service and method, as in Argo CD's API: `ApplicationService/Sync`. */
  readonly name: string;
  readonly route: Route;
  readonly request: TSchema;
  /** Of the whole answer, or of one item of a stream. */
  readonly response: TSchema;
  readonly access: Pick<Access<never, unknown>, "kind" | "permissions">;
}

export interface UnaryOperation extends Described {
  readonly kind: "unary";
  /** Parses, admits, handles. Throws `invalid`, `forbidden`, or what the handler throws. */
  run(call: Call, input: unknown): Promise<unknown>;
}

export interface StreamOperation extends Described {
  readonly kind: "stream";
  /** Parses and admits; then the items, until the context of the call ends. Pulled: a slow reader slows the producer, which has to coalesce. */
  run(call: Call, input: unknown): Promise<AsyncIterable<unknown>>;
}

export type Operation = UnaryOperation | StreamOperation;

interface Definition<Request extends TSchema, Response extends TSchema, Target> {
  readonly name: string;
  readonly route: Route;
  readonly request: Request;
  readonly response: Response;
  readonly access: Access<Static<Request>, Target>;
}

/** An operation with one answer. */
export function defineOperation<Request extends TSchema, Response extends TSchema, Target>(
  definition: Definition<Request, Response, Target> & { handle(call: Call, request: Static<Request>, target: Target): Promise<Static<Response>> },
): UnaryOperation {
  const guarded = guardRequests(definition);
  return {
    kind: "unary",
    ...guarded.described,
    async run(call, input) {
      const { request, target } = await guarded.admit(call, input);
      return definition.handle(call, request, target);
    },
  };
}

/** An operation with an answer that goes on. */
export function defineStream<Request extends TSchema, Item extends TSchema, Target>(
  definition: Definition<Request, Item, Target> & { open(call: Call, request: Static<Request>, target: Target): AsyncIterable<Static<Item>> },
): StreamOperation {
  const guarded = guardRequests(definition);
  return {
    kind: "stream",
    ...guarded.described,
    async run(call, input) {
      const { request, target } = await guarded.admit(call, input);
      return definition.open(call, request, target);
    },
  };
}

/** What every operation does before its handler: parse the request, admit the caller. */
function guardRequests<Request extends TSchema, Response extends TSchema, Target>({ name, route, request, response, access }: Definition<Request, Response, Target>) {
  const parse = createRequestParser(request);
  return {
    described: { name, route, request, response, access },
    async admit(call: Call, input: unknown) {
      const given = parse(input);
      return { request: given, target: await access.admit(call, given) };
    },
  };
}
