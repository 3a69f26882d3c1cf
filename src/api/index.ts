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
export type { AppProject, AppProjectSpec, ProjectToken, SyncWindow } from "./project/app-project.ts";
export type {
  ApplicationWindow,
  ApplicationWindows,
  LogEntry,
  LogQuery,
  ManagedResource,
  ResourceAction,
  ResourceActionParameter,
  ResourceQuery,
  RevisionMetadata,
  RollbackRequest,
  SyncRequest,
} from "./wire.ts";
export type { NetworkingInfo, ResourceNode, ResourceRef, ResourceTree } from "./resource-tree.ts";
export { parseApplication, parseApplicationStatus } from "./parse-application.ts";
export { parseApplicationSource } from "./parse-application-source.ts";
export { parseAppProject } from "./project/parse-app-project.ts";
export { isAutomated, sourcesOf, validateSpec } from "./validate-spec.ts";
export { defaultProjectSpec } from "./project/default-project.ts";
export { computeEffectiveProject, findGlobalProjects, type GlobalProjectRule } from "./project/effective-project.ts";
export { describeRule, explainDestination, explainNamespace, explainResource, explainSource } from "./project/explain-permission.ts";
export { findUnmetDemand } from "./project/find-unmet-demand.ts";
export { findServiceAccount } from "./project/find-service-account.ts";
export { isDeletionApproved } from "./is-deletion-approved.ts";
export { projectNameOf } from "./project/project-name.ts";
export { reconcileTokens } from "./project/reconcile-tokens.ts";
export { type ProjectProblem, validateProject } from "./project/validate-project.ts";
export { decideSync, nextChangeMs } from "./windows/decide-sync.ts";
export { selectWindows } from "./windows/select-windows.ts";
export { isWindowActive } from "./windows/sync-window.ts";
export { matchGlob } from "./glob.ts";
export { compileGlob } from "./compile-glob.ts";
export type { ConnectionState, Repository, RepositoryCredentials } from "./repository.ts";
export { parseRepository, parseRepositoryCredentials } from "./parse-repository.ts";
export { parseManagedResource, parseRevisionMetadata, parseWireApplication } from "./parse-wire.ts";
export { parseLogEntry, parseResourceActions, parseResourceTree } from "./parse-resources.ts";
