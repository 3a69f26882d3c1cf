import type { FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import { getField, getString, isRecord } from "../../kube/index.ts";
import type { Operation } from "../operation/index.ts";

/** As Go spells them. */
const booleans: ReadonlyMap<string, boolean> = new Map([
  ...["true", "True", "TRUE", "t", "T", "1"].map((text) => [text, true] as const),
  ...["false", "False", "FALSE", "f", "F", "0"].map((text) => [text, false] as const),
]);

/**
 * The fields of a request from query, body and path; those of the path win. Query parameters come as text, and mean what the schema says of the field. What a
 * reader of events has seen last is the field `resourceVersion`.
 */
export function readInput(
  { params, query, body, headers }: Pick<FastifyRequest, "params" | "query" | "body" | "headers">,
  { request, route }: Pick<Operation, "request" | "route">,
): unknown {
  return {
    ...readQuery(query, request),
    ...readQuery({ resourceVersion: headers["last-event-id"] ?? "" }, request),
    ...readBody(body, route.body),
    ...readPath(params, route.path),
  };
}

function readBody(body: unknown, field: string | undefined): object {
  if (field === undefined) return {};
  if (field !== "*") return { [field]: body };
  if (body === undefined || isRecord(body)) return body ?? {};
  return { body };
}

/** `*name` at the end of a path is the field `name`. */
function readPath(params: unknown, path: string): object {
  if (!isRecord(params)) return {};
  const { "*": rest, ...named } = params;
  const [, field] = /\*(\w+)$/.exec(path) ?? [];
  return field === undefined ? named : { ...named, [field]: rest };
}

function readQuery(query: unknown, schema: TSchema): object {
  const given = Object.entries(isRecord(query) ? query : {}).flatMap(([name, value]) => {
    const property = getField(schema, "properties", name);
    return property === undefined || value === "" ? [] : [[name, readParameter(value, property)] as const];
  });
  return Object.fromEntries(given);
}

function readParameter(value: unknown, schema: unknown): unknown {
  const type = getString(schema, "type");
  if (type === "array") return (Array.isArray(value) ? value : [value]).filter((item) => item !== "").map((item) => readParameter(item, getField(schema, "items")));
  const text = Array.isArray(value) ? value.at(-1) : value;
  if (type === "boolean") return booleans.get(String(text)) ?? text;
  if ((type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(String(text))) return Number(text);
  return text;
}
