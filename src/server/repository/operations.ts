import type { Operation } from "../operation/index.ts";
import { createRepositoryChanges } from "./changes.ts";
import { createCredentialsOperations } from "./credentials.ts";
import type { RepositoryServiceDeps, RepositoryServiceOptions } from "./deps.ts";
import { createRepositoryReads } from "./reads.ts";
import { createSecretStore } from "./secret-store.ts";

/** All operations of the service, and those on credential templates. */
export function createRepositoryOperations(deps: RepositoryServiceDeps, options: RepositoryServiceOptions): readonly Operation[] {
  const repositories = createSecretStore(deps, { ...options, type: "repository" });
  const templates = createSecretStore(deps, { ...options, type: "repo-creds" });
  return [...createRepositoryReads(deps, repositories), ...createRepositoryChanges(deps, repositories, options), ...createCredentialsOperations(templates, options)];
}
