import { Type, type TSchema } from "typebox";
import type { Application, ApplicationWindows, ResourceTree } from "../../api/index.ts";

/** How a request names an application, and what else it says. */
export function named<Fields extends Record<string, TSchema>>(fields: Fields) {
  return Type.Object({ name: Type.String(), appNamespace: Type.Optional(Type.String()), project: Type.Optional(Type.String()), ...fields });
}

/** An Application; its own schema is the CRD's. */
export const application = Type.Unsafe<Application>(
  Type.Object({ metadata: Type.Object({}, { additionalProperties: true }), spec: Type.Object({}, { additionalProperties: true }) }, { additionalProperties: true }),
);

/** Which revisions: one for an application with one source, or some by position, the first of which is 1. */
export const revisionsOf = {
  revision: Type.Optional(Type.String()),
  revisions: Type.Optional(Type.Array(Type.String())),
  sourcePositions: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }))),
};

const strategy = Type.Object({ force: Type.Optional(Type.Boolean()) });

const syncResource = Type.Object({
  group: Type.Optional(Type.String()),
  kind: Type.String(),
  name: Type.String(),
  namespace: Type.Optional(Type.String()),
  exclude: Type.Optional(Type.Boolean()),
});

const retryStrategy = Type.Object({
  limit: Type.Optional(Type.Integer()),
  refresh: Type.Optional(Type.Boolean()),
  backoff: Type.Optional(Type.Object({ duration: Type.Optional(Type.String()), factor: Type.Optional(Type.Integer()), maxDuration: Type.Optional(Type.String()) })),
});

export const syncRequest = named({
  ...revisionsOf,
  dryRun: Type.Optional(Type.Boolean()),
  prune: Type.Optional(Type.Boolean()),
  strategy: Type.Optional(Type.Object({ apply: Type.Optional(strategy), hook: Type.Optional(strategy) })),
  resources: Type.Optional(Type.Array(syncResource)),
  infos: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))),
  retryStrategy: Type.Optional(retryStrategy),
  syncOptions: Type.Optional(Type.Object({ items: Type.Optional(Type.Array(Type.String())) })),
  manifests: Type.Optional(Type.Array(Type.String())),
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
  normalizedLiveState: Type.String(),
  predictedLiveState: Type.String(),
  resourceVersion: Type.Optional(Type.String()),
  modified: Type.Boolean(),
  hook: Type.Optional(Type.Boolean()),
});

export const revisionMetadata = Type.Object({ author: Type.String(), date: Type.String(), message: Type.String(), tags: Type.Optional(Type.Array(Type.String())) });

/** How a request names one object of the application. */
export function ofResource<Fields extends Record<string, TSchema>>(fields: Fields) {
  return named({
    group: Type.Optional(Type.String()),
    version: Type.String(),
    kind: Type.String(),
    namespace: Type.Optional(Type.String()),
    resourceName: Type.String(),
    ...fields,
  });
}

export const resourceTree = Type.Unsafe<ResourceTree>(
  Type.Object({ nodes: Type.Array(Type.Object({}, { additionalProperties: true })), orphanedNodes: Type.Array(Type.Object({}, { additionalProperties: true })) }),
);

/** A list or an event whose fields the request chose. */
export const selected = Type.Unsafe<object>(Type.Object({}, { additionalProperties: true }));

const window = Type.Object({ kind: Type.String(), schedule: Type.String(), duration: Type.String(), manualSync: Type.Boolean() });

export const applicationWindows = Type.Unsafe<ApplicationWindows>(Type.Object({ activeWindows: Type.Array(window), assignedWindows: Type.Array(window), canSync: Type.Boolean() }));
