import { Type, type Static, type TSchema } from "typebox";
import { Value } from "typebox/value";
import type { RollbackRequest, SyncRequest } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { getString, isRecord, type JsonObject } from "../kube/index.ts";

const strategy = Type.Object({ force: Type.Optional(Type.Boolean()) });

const syncRequest = Type.Object({
  revision: Type.Optional(Type.String()),
  dryRun: Type.Optional(Type.Boolean()),
  prune: Type.Optional(Type.Boolean()),
  strategy: Type.Optional(Type.Object({ apply: Type.Optional(strategy), hook: Type.Optional(strategy) })),
  resources: Type.Optional(Type.Array(Type.Object({ group: Type.Optional(Type.String()), kind: Type.String(), name: Type.String(), namespace: Type.Optional(Type.String()) }))),
  infos: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))),
  retryStrategy: Type.Optional(
    Type.Object({
      limit: Type.Optional(Type.Integer()),
      refresh: Type.Optional(Type.Boolean()),
      backoff: Type.Optional(Type.Object({ duration: Type.Optional(Type.String()), factor: Type.Optional(Type.Integer()), maxDuration: Type.Optional(Type.String()) })),
    }),
  ),
  syncOptions: Type.Optional(Type.Object({ items: Type.Array(Type.String()) })),
});

const rollbackRequest = Type.Object({ id: Type.Optional(Type.Integer()), dryRun: Type.Optional(Type.Boolean()), prune: Type.Optional(Type.Boolean()) });

/** Throws `invalid` naming the first field that does not fit. */
export function parseSyncRequest(body: unknown): SyncRequest {
  return parse(syncRequest, body);
}

/** Throws `invalid` naming the first field that does not fit. */
export function parseRollbackRequest(body: unknown): RollbackRequest {
  return parse(rollbackRequest, body);
}

/** `{patch: "<json>", patchType: "merge"}`, as Argo CD's clients send it. Throws `invalid` for anything else. */
export function parsePatchRequest(body: unknown): JsonObject {
  const type = getString(body, "patchType") ?? "merge";
  if (type !== "merge") throw new SillageError("invalid", `Patch type "${type}" is not supported: only "merge" is`);
  try {
    const patch: JsonObject = JSON.parse(getString(body, "patch") ?? "");
    if (isRecord(patch)) return patch;
  } catch {
    // The same sentence serves.
  }
  throw new SillageError("invalid", 'The body needs "patch", a JSON object as text');
}

function parse<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  const given = withoutNulls(body ?? {});
  if (Value.Check(schema, given)) return given;
  const [problem] = Value.Errors(schema, given);
  const field = problem === undefined || problem.instancePath === "" ? "body" : problem.instancePath;
  throw new SillageError("invalid", `The body does not fit: ${field} ${problem?.message ?? "has a wrong shape"}`);
}

/** Argo CD's clients send null for what they leave out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, withoutNulls(field)]])));
}
