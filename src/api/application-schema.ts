import { Type } from "typebox";
import { Compile } from "typebox/compile";

const optional = {
  string: Type.Optional(Type.String()),
  boolean: Type.Optional(Type.Boolean()),
  integer: Type.Optional(Type.Integer()),
  strings: Type.Optional(Type.Array(Type.String())),
  stringMap: Type.Optional(Type.Record(Type.String(), Type.String())),
};

const helm = Type.Object({
  releaseName: optional.string,
  namespace: optional.string,
  valueFiles: optional.strings,
  ignoreMissingValueFiles: optional.boolean,
  values: optional.string,
  valuesObject: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  parameters: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: optional.string, forceString: optional.boolean }))),
  fileParameters: Type.Optional(Type.Array(Type.Object({ name: Type.String(), path: Type.String() }))),
  kubeVersion: optional.string,
  apiVersions: optional.strings,
  passCredentials: optional.boolean,
  skipCrds: optional.boolean,
  skipTests: optional.boolean,
  skipSchemaValidation: optional.boolean,
});

const kustomize = Type.Object({
  namePrefix: optional.string,
  nameSuffix: optional.string,
  images: optional.strings,
  replicas: Type.Optional(Type.Array(Type.Object({ name: Type.String(), count: Type.Union([Type.Integer(), Type.String()]) }))),
  commonLabels: optional.stringMap,
  commonAnnotations: optional.stringMap,
  forceCommonLabels: optional.boolean,
  forceCommonAnnotations: optional.boolean,
  labelWithoutSelector: optional.boolean,
  labelIncludeTemplates: optional.boolean,
  namespace: optional.string,
  patches: Type.Optional(
    Type.Array(
      Type.Object({
        path: optional.string,
        patch: optional.string,
        target: optional.stringMap,
        options: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
      }),
    ),
  ),
  components: optional.strings,
  ignoreMissingComponents: optional.boolean,
});

const source = Type.Object({
  repoURL: Type.String(),
  path: optional.string,
  targetRevision: optional.string,
  chart: optional.string,
  ref: optional.string,
  name: optional.string,
  helm: Type.Optional(helm),
  kustomize: Type.Optional(kustomize),
  directory: Type.Optional(Type.Object({ recurse: optional.boolean, include: optional.string, exclude: optional.string, disableExtensionFilter: optional.boolean })),
  plugin: Type.Optional(Type.Object({ name: optional.string })),
});
const sources = Type.Optional(Type.Array(source));

const retry = Type.Object({
  limit: optional.integer,
  backoff: Type.Optional(Type.Object({ duration: optional.string, factor: optional.integer, maxDuration: optional.string })),
  refresh: optional.boolean,
});

const ignoreRule = Type.Object({
  group: optional.string,
  kind: Type.String(),
  name: optional.string,
  namespace: optional.string,
  jsonPointers: optional.strings,
  jqPathExpressions: optional.strings,
  managedFieldsManagers: optional.strings,
});
const ignoreDifferences = Type.Optional(Type.Array(ignoreRule));

const info = Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.String() })));
const destination = Type.Object({ server: optional.string, name: optional.string, namespace: optional.string });

const spec = Type.Object({
  project: optional.string,
  source: Type.Optional(source),
  sources,
  destination,
  syncPolicy: Type.Optional(
    Type.Object({
      automated: Type.Optional(Type.Object({ enabled: optional.boolean, prune: optional.boolean, selfHeal: optional.boolean, allowEmpty: optional.boolean })),
      syncOptions: optional.strings,
      retry: Type.Optional(retry),
      managedNamespaceMetadata: Type.Optional(Type.Object({ labels: optional.stringMap, annotations: optional.stringMap })),
    }),
  ),
  ignoreDifferences,
  info,
  revisionHistoryLimit: optional.integer,
});

const initiatedBy = Type.Object({ username: optional.string, automated: optional.boolean });
const force = Type.Optional(Type.Object({ force: optional.boolean }));
const operation = Type.Object({
  sync: Type.Optional(
    Type.Object({
      revision: optional.string,
      revisions: optional.strings,
      prune: optional.boolean,
      dryRun: optional.boolean,
      syncStrategy: Type.Optional(Type.Object({ apply: force, hook: force })),
      resources: Type.Optional(Type.Array(Type.Object({ group: optional.string, kind: Type.String(), name: Type.String(), namespace: optional.string }))),
      source: Type.Optional(source),
      sources,
      syncOptions: optional.strings,
      manifests: optional.strings,
      autoHealAttemptsCount: optional.integer,
    }),
  ),
  initiatedBy: Type.Optional(initiatedBy),
  info,
  retry: Type.Optional(retry),
});

const health = Type.Enum(["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"]);
const syncCode = Type.Enum(["Synced", "OutOfSync", "Unknown"]);
const operationPhase = Type.Enum(["Running", "Terminating", "Failed", "Error", "Succeeded"]);
const syncPhase = Type.Enum(["PreSync", "Sync", "PostSync", "SyncFail"]);
const hookType = Type.Enum(["PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PreDelete", "PostDelete"]);
const conditionType = Type.Enum([
  "DeletionError",
  "InvalidSpecError",
  "ComparisonError",
  "SyncError",
  "UnknownError",
  "SharedResourceWarning",
  "RepeatedResourceWarning",
  "ExcludedResourceWarning",
  "OrphanedResourceWarning",
  "SyncBlocked",
  "DeletionBlocked",
  "RolledBack",
]);
const sourceType = Type.Enum(["Helm", "Kustomize", "Directory", "Plugin"]);

const resourceResult = Type.Object({
  group: Type.String(),
  version: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
  status: Type.Optional(Type.Enum(["Synced", "SyncFailed", "Pruned", "PruneSkipped"])),
  message: optional.string,
  hookType: Type.Optional(hookType),
  hookPhase: Type.Optional(operationPhase),
  syncPhase: Type.Optional(syncPhase),
});

const operationState = Type.Object({
  operation,
  phase: operationPhase,
  message: optional.string,
  startedAt: Type.String(),
  finishedAt: optional.string,
  retryCount: optional.integer,
  syncResult: Type.Optional(
    Type.Object({ revision: optional.string, revisions: optional.strings, source: Type.Optional(source), sources, resources: Type.Optional(Type.Array(resourceResult)) }),
  ),
});

const resourceStatus = Type.Object({
  group: optional.string,
  version: Type.String(),
  kind: Type.String(),
  namespace: optional.string,
  name: Type.String(),
  status: Type.Optional(syncCode),
  health: Type.Optional(Type.Object({ status: health, message: optional.string })),
  hook: optional.boolean,
  requiresPruning: optional.boolean,
  requiresDeletionConfirmation: optional.boolean,
  syncWave: optional.integer,
});

const history = Type.Object({
  id: Type.Integer(),
  revision: optional.string,
  revisions: optional.strings,
  source: Type.Optional(source),
  sources,
  deployStartedAt: optional.string,
  deployedAt: Type.String(),
  initiatedBy: Type.Optional(initiatedBy),
});

const revisionRef = Type.Object({ revision: optional.string, revisions: optional.strings, source: Type.Optional(source), sources });

const status = Type.Object({
  sync: Type.Optional(
    Type.Object({
      status: syncCode,
      revision: optional.string,
      revisions: optional.strings,
      comparedTo: Type.Optional(Type.Object({ source: Type.Optional(source), sources, destination, ignoreDifferences })),
    }),
  ),
  health: Type.Optional(Type.Object({ status: health, message: optional.string, lastTransitionTime: optional.string })),
  resources: Type.Optional(Type.Array(resourceStatus)),
  history: Type.Optional(Type.Array(history)),
  operationState: Type.Optional(operationState),
  conditions: Type.Optional(Type.Array(Type.Object({ type: conditionType, message: Type.String(), lastTransitionTime: optional.string }))),
  summary: Type.Optional(Type.Object({ externalURLs: optional.strings, images: optional.strings })),
  sourceType: Type.Optional(sourceType),
  sourceTypes: Type.Optional(Type.Array(sourceType)),
  reconciledAt: optional.string,
  controllerNamespace: optional.string,
  rollback: Type.Optional(Type.Object({ to: revisionRef, from: revisionRef, startedAt: Type.String(), initiatedBy: Type.Optional(initiatedBy) })),
});

export const applicationSourceSchema = Compile(source);
/** What of an Application a person writes. */
export const applicationInputSchema = Compile(Type.Object({ spec, operation: Type.Optional(operation) }));
/** What the controller writes, read back. */
export const applicationStatusSchema = Compile(status);
/** The fields of a status, and of its lists, one by one. */
export const applicationStatusFields = status.properties;
