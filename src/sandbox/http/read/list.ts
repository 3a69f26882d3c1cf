import { type StoredObject, listKeyOf } from "../../store/index.ts";
import { getNumber, getString } from "../../../kube/index.ts";
import type { ApiResponse } from "../api-request.ts";
import type { Call } from "../call.ts";
import { StatusError, badRequest, expired } from "../status-error.ts";
import { type ListOptions, checkReached, parseListOptions } from "./list-options.ts";
import { negotiate } from "./negotiate.ts";
import type { ListMeta } from "./rendering.ts";
import { encode, renderingOf } from "./respond.ts";
import { parseSelection } from "./selection.ts";

interface Page {
  readonly items: readonly StoredObject[];
  readonly meta: ListMeta;
}

export function listObjects(call: Call): ApiResponse {
  const format = negotiate(call.request.headers["accept"]);
  const { items, meta } = readPage(call, parseListOptions(call.query, false));
  return encode(call, { status: 200, text: renderingOf(call, format.shape).list(items, meta), encoding: format.encoding });
}

function readPage(call: Call, options: ListOptions): Page {
  const { store } = call.cluster;
  const matches = parseSelection(call.resource, { ...options, namespace: call.namespace, name: call.name });
  const start = options.continueToken === "" ? undefined : parseToken(options.continueToken);
  if (options.revision !== undefined) checkReached(options.revision, store.revision);
  const revision = start?.revision ?? (isExact(options) ? options.revision : undefined) ?? store.revision;
  const all = store.list(call.resource.storeName, { revision, ...(call.namespace === "" ? {} : { namespace: call.namespace }) });
  if (all === undefined) throw start === undefined ? expired(`The resourceVersion for the provided list is too old.`) : expiredToken(start.key, store.revision);
  const rest = start === undefined ? all : all.slice(firstAfter(all, start.key));
  const selected = matches === undefined ? rest : rest.filter((stored) => matches(stored.object));
  if (options.limit === undefined || selected.length <= options.limit) return { items: selected, meta: { resourceVersion: String(revision) } };
  const items = selected.slice(0, options.limit);
  const last = items[items.length - 1];
  return {
    items,
    meta: {
      resourceVersion: String(revision),
      continue: formatToken(last === undefined ? "" : listKeyOf(last), revision),
      ...(matches === undefined ? { remainingItemCount: selected.length - items.length } : {}),
    },
  };
}

/** A limit with a revision but without a match rule means that revision exactly, as it did before the rule existed. */
function isExact(options: ListOptions): boolean {
  if (options.revision === undefined || options.revision === 0) return false;
  return options.match === "Exact" || (options.match === undefined && options.limit !== undefined);
}

const endOfKey = "\u0000";

/** `start` in a token is the last key of the page with a zero byte: the smallest key after it. */
function formatToken(lastKey: string, revision: number): string {
  return Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: revision, start: lastKey + endOfKey })).toString("base64url");
}

function parseToken(token: string): { readonly key: string; readonly revision: number } {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    const key = getString(value, "start");
    const revision = getNumber(value, "rv");
    if (key !== undefined && revision !== undefined && getString(value, "v") === "meta.k8s.io/v1") return { key, revision };
  } catch {
    // Not JSON: refused below like any other malformed token.
  }
  throw badRequest(`continue key is not valid: ${token}`);
}

/** 410 with a token that goes on at the newest revision, for clients that accept an inconsistent list. */
function expiredToken(key: string, revision: number): StatusError {
  const message =
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results.";
  return expired(message, formatToken(key.endsWith(endOfKey) ? key.slice(0, -1) : key, revision));
}

function firstAfter(items: readonly StoredObject[], key: string): number {
  const at = items.findIndex((stored) => listKeyOf(stored) >= key);
  return at < 0 ? items.length : at;
}
