import type { FastifyRequest } from "fastify";
import { SillageError } from "../errors/index.ts";
import { getField } from "../kube/index.ts";

/** A query parameter; an empty one is none. */
export function getQuery({ query }: FastifyRequest, name: string): string | undefined {
  const value = getField(query, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A query parameter that may be repeated. */
export function getQueryList({ query }: FastifyRequest, name: string): readonly string[] {
  const value = getField(query, name);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((item): item is string => typeof item === "string" && item !== "");
}

/** Throws `invalid` for anything but a truth value. */
export function parseQueryFlag(request: FastifyRequest, name: string, absent: boolean): boolean {
  const value = getQuery(request, name) ?? String(absent);
  if (value !== "true" && value !== "false") throw new SillageError("invalid", `Query parameter "${name}" is "${value}": it takes "true" or "false"`);
  return value === "true";
}

/** Throws `invalid` for anything but the two words. */
export function parseRefresh(request: FastifyRequest): "normal" | "hard" | undefined {
  const value = getQuery(request, "refresh");
  if (value === undefined || value === "normal" || value === "hard") return value;
  throw new SillageError("invalid", `Query parameter "refresh" is "${value}": it takes "normal" or "hard"`);
}
