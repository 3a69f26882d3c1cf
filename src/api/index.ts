/** Our kinds as data: Application and AppProject, their names, defaults and validation, and what travels over our HTTP API. Knows no cluster and no repository. */
export { annotations, apiGroup, apiVersion, defaultProject, fieldManager, finalizers, inClusterName, inClusterServer, secretTypeLabel } from "./names.ts";
export type { ApplicationSource, DirectoryOptions, HelmOptions, KustomizeOptions } from "./application-source.ts";
export type { Application } from "./application.ts";
export type { ApplicationSpec, Destination, IgnoreRule, RetryPolicy, SyncPolicy } from "./application-spec.ts";
export type { Operation, SyncOperation, SyncResource } from "./operation.ts";
export type {
  ApplicationCondition,
  ApplicationHealth,
  ApplicationStatus,
  ApplicationSummary,
  HealthStatus,
  HealthStatusCode,
  HookType,
  OperationPhase,
  OperationState,
  ResourceResult,
  ResourceStatus,
  ResultCode,
  RevisionHistory,
  RevisionRef,
  Rollback,
  SourceType,
  SyncOperationResult,
  SyncPhase,
  SyncStatus,
  SyncStatusCode,
} from "./application-status.ts";
export type { AppProject } from "./app-project.ts";
export type { ManagedResource, RevisionMetadata, RollbackRequest, SyncRequest } from "./wire.ts";
export { parseApplication, parseApplicationStatus } from "./parse-application.ts";
export { parseApplicationSource } from "./parse-application-source.ts";
export { parseAppProject } from "./parse-app-project.ts";
export { isAutomated, sourcesOf, validateSpec } from "./validate-spec.ts";
export { defaultProjectSpec, isDestinationPermitted, isResourcePermitted, isSourcePermitted } from "./project-permissions.ts";
export { matchGlob } from "./glob.ts";
export { compileGlob } from "./compile-glob.ts";
export type { Repository } from "./repository.ts";
export { parseManagedResource, parseRepository, parseRevisionMetadata, parseWireApplication } from "./parse-wire.ts";
export { parseDurationMs } from "./duration.ts";
