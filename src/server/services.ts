import { createAccountOperations, type AccountServiceDeps } from "./account/index.ts";
import { createApplicationOperations, type ApplicationServiceDeps } from "./application/index.ts";
import type { Operation } from "./operation/index.ts";
import { createProjectOperations, type ProjectServiceDeps } from "./project/index.ts";
import { createRepositoryOperations, type RepositoryServiceDeps } from "./repository/index.ts";
import { createSessionOperations, type SessionServiceDeps } from "./session/index.ts";

export type ServiceDeps = SessionServiceDeps & AccountServiceDeps & ApplicationServiceDeps & ProjectServiceDeps & RepositoryServiceDeps;

export interface ServiceOptions {
  /** Namespace of Applications, projects and settings. */
  readonly namespace: string;
  readonly version: string;
}

/** All operations of the API, service by service, for whatever transport. */
export function createOperations(deps: ServiceDeps, options: ServiceOptions): readonly Operation[] {
  return [
    ...createSessionOperations(deps),
    ...createAccountOperations(deps),
    ...createApplicationOperations(deps, options),
    ...createProjectOperations(deps, options),
    ...createRepositoryOperations(deps, options),
  ];
}
