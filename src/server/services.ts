import type { SessionManager } from "../accounts/index.ts";
import { createAccountOperations, type AccountServiceDeps } from "./account/index.ts";
import { createApplicationOperations, type ApplicationServiceDeps } from "./application/index.ts";
import { createCertificateOperations, type CertificateServiceDeps } from "./certificate/index.ts";
import { createClusterOperations, type ClusterServiceDeps } from "./cluster/index.ts";
import type { Operation } from "./operation/index.ts";
import { createProjectOperations, type ProjectServiceDeps } from "./project/index.ts";
import { createRepositoryOperations, type RepositoryServiceDeps } from "./repository/index.ts";
import { createScopedLists } from "./scoped-lists.ts";
import { createSessionOperations, type SessionServiceDeps } from "./session/index.ts";
import { createSettingsOperations, type SettingsServiceDeps } from "./settings/index.ts";
import { createVersionOperations } from "./version/index.ts";

export type ServiceDeps = SessionServiceDeps &
  AccountServiceDeps &
  ApplicationServiceDeps &
  Omit<ProjectServiceDeps, "listScoped" | "issueToken"> &
  RepositoryServiceDeps &
  ClusterServiceDeps &
  CertificateServiceDeps &
  SettingsServiceDeps & { readonly sessions: Pick<SessionManager, "issueToken"> };

export interface ServiceOptions {
  /** Namespace of Applications, projects and settings. */
  readonly namespace: string;
  /** Applications may live in other namespaces too. */
  readonly isAnyNamespaceServed: boolean;
  readonly version: string;
}

/** All operations of the API, service by service, for whatever transport. */
export function createOperations(deps: ServiceDeps, options: ServiceOptions): readonly Operation[] {
  return [
    ...createSessionOperations(deps),
    ...createAccountOperations(deps),
    ...createApplicationOperations(deps, options),
    ...createProjectOperations({ ...deps, listScoped: createScopedLists(deps), issueToken: (content) => deps.sessions.issueToken(content) }, options),
    ...createRepositoryOperations(deps, options),
    ...createClusterOperations(deps),
    ...createCertificateOperations(deps, options),
    ...createSettingsOperations(deps, options),
    ...createVersionOperations(options),
  ];
}
