import type { FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import { getField, getString, isRecord } from "../../kube/index.ts";
import type { Operation } from "../operation/index.ts";

/** The fields of a request from query, body and path; those of the path win. Query parameters come as text, and mean what the schema says of the field. */
export function readInput({ params, query, body }: Pick<FastifyRequest, "params" | "query" | "body">, { request, route }: Pick<Operation, "request" | "route">): unknown {
  const fields: Record<string, unknown> = readQuery(query, request);
  if (route.body === "*") Object.assign(fields, isRecord(body) ? body : body === undefined ? {} : { body });
  else if (route.body !== undefined) fields[route.body] = body;
  return { ...fields, ...(isRecord(params) ? params : {}) };
}

function readQuery(query: unknown, schema: TSchema): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(isRecord(query) ? query : {})) {
    const property = getField(schema, "properties", name);
    if (property !== undefined && value !== "") fields[name] = readParameter(value, property);
  }
  return fields;
}

function readParameter(value: unknown, schema: unknown): unknown {
  const type = getString(schema, "type");
  if (type === "array") return (Array.isArray(value) ? value : [value]).filter((item) => item !== "").map((item) => readParameter(item, getField(schema, "items")));
  const text = Array.isArray(value) ? value.at(-1) : value;
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  if ((type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(String(text))) return Number(text);
  return text;
}
