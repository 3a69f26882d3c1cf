import { Type, type TSchema } from "typebox";
import type { Application } from "../../api/index.ts";

/** How a request names an application, and what else it says. */
export function named<Fields extends Record<string, TSchema>>(fields: Fields) {
  return Type.Object({ name: Type.String(), appNamespace: Type.Optional(Type.String()), project: Type.Optional(Type.String()), ...fields });
}

/** An Application; its own schema is the CRD's. */
export const application = Type.Unsafe<Application>(
  Type.Object({ metadata: Type.Object({}, { additionalProperties: true }), spec: Type.Object({}, { additionalProperties: true }) }, { additionalProperties: true }),
);

const strategy = Type.Object({ force: Type.Optional(Type.Boolean()) });

const syncResource = Type.Object({ group: Type.Optional(Type.String()), kind: Type.String(), name: Type.String(), namespace: Type.Optional(Type.String()) });

const retryStrategy = Type.Object({
  limit: Type.Optional(Type.Integer()),
  refresh: Type.Optional(Type.Boolean()),
  backoff: Type.Optional(Type.Object({ duration: Type.Optional(Type.String()), factor: Type.Optional(Type.Integer()), maxDuration: Type.Optional(Type.String()) })),
});

export const syncRequest = named({
  revision: Type.Optional(Type.String()),
  dryRun: Type.Optional(Type.Boolean()),
  prune: Type.Optional(Type.Boolean()),
  strategy: Type.Optional(Type.Object({ apply: Type.Optional(strategy), hook: Type.Optional(strategy) })),
  resources: Type.Optional(Type.Array(syncResource)),
  infos: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))),
  retryStrategy: Type.Optional(retryStrategy),
  syncOptions: Type.Optional(Type.Object({ items: Type.Array(Type.String()) })),
});

export const rollbackRequest = named({ id: Type.Optional(Type.Integer()), dryRun: Type.Optional(Type.Boolean()), prune: Type.Optional(Type.Boolean()) });

export const patchRequest = named({ patch: Type.String(), patchType: Type.Optional(Type.String()) });

export const managedResource = Type.Object({
  group: Type.String(),
  version: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
  targetState: Type.String(),
  liveState: Type.String(),
  modified: Type.Boolean(),
  hook: Type.Optional(Type.Boolean()),
});

export const revisionMetadata = Type.Object({ author: Type.String(), date: Type.String(), message: Type.String(), tags: Type.Optional(Type.Array(Type.String())) });
