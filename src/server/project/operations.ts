import type { Operation } from "../operation/index.ts";
import { createProjectChanges } from "./changes.ts";
import type { ProjectServiceDeps, ProjectServiceOptions } from "./deps.ts";
import { createProjectDetails } from "./details.ts";
import { createProjectReads } from "./reads.ts";
import { createProjectStore } from "./store.ts";
import { createProjectTokens } from "./tokens.ts";

/** All operations of the service. */
export function createProjectOperations(deps: ProjectServiceDeps, options: ProjectServiceOptions): readonly Operation[] {
  const store = createProjectStore(deps, options);
  return [...createProjectReads(deps, store), ...createProjectDetails(deps, store, options), ...createProjectChanges(deps, store, options), ...createProjectTokens(deps, store)];
}
