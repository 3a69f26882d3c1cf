import { Type, type Static, type TSchema } from "typebox";
import { Value } from "typebox/value";
import type { RollbackRequest, SyncRequest } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";

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
      limit: Type.Optional(Type.Number()),
      refresh: Type.Optional(Type.Boolean()),
      backoff: Type.Optional(Type.Object({ duration: Type.Optional(Type.String()), factor: Type.Optional(Type.Number()), maxDuration: Type.Optional(Type.String()) })),
    }),
  ),
  syncOptions: Type.Optional(Type.Object({ items: Type.Array(Type.String()) })),
});

const rollbackRequest = Type.Object({ id: Type.Optional(Type.Number()), dryRun: Type.Optional(Type.Boolean()), prune: Type.Optional(Type.Boolean()) });

/** Throws `invalid` naming the first field that does not fit. */
export function parseSyncRequest(body: unknown): SyncRequest {
  return parse(syncRequest, body ?? {});
}

/** Throws `invalid` naming the first field that does not fit. */
export function parseRollbackRequest(body: unknown): RollbackRequest {
  return parse(rollbackRequest, body ?? {});
}

function parse<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  if (Value.Check(schema, body)) return body;
  const [problem] = Value.Errors(schema, body);
  throw new SillageError(
    "invalid",
    `The body does not fit: ${problem === undefined ? "wrong shape" : `${problem.instancePath === "" ? "body" : problem.instancePath} ${problem.message}`}`,
  );
}
