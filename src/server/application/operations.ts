import type { Operation } from "../operation/index.ts";
import { createChanges } from "./changes.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createDetails } from "./details.ts";
import { createReads } from "./reads.ts";
import { createRuns } from "./runs.ts";
import { createWatch } from "./watch.ts";

/** All operations of the service. */
export function createApplicationOperations(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  return [...createReads(deps, options), ...createDetails(deps, options), createWatch(deps, options), ...createChanges(deps, options), ...createRuns(deps, options)];
}
