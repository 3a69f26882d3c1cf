import type { ApiResponse } from "../api-request.ts";
import { type Call, keyOfCall } from "../call.ts";
import { notFound } from "../status-error.ts";
import { respondObject } from "./respond.ts";
import { checkReached, parseRevision } from "./list-options.ts";
import type { StoredObject } from "../../store/index.ts";

export function getObject(call: Call): ApiResponse {
  checkReached(parseRevision(call.query.get("resourceVersion") ?? "") ?? 0, call.cluster.store.revision);
  return respondObject(call, requireStored(call));
}

/** The object the call names; 404 when there is none. */
export function requireStored(call: Call): StoredObject {
  const stored = call.cluster.store.get(keyOfCall(call));
  if (stored === undefined) throw notFound(call.resource, call.name);
  return stored;
}
