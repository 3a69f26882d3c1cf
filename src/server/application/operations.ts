import type { Operation } from "../operation/index.ts";
import { createChanges } from "./changes.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createDetails } from "./details.ts";
import { createEvents } from "./events.ts";
import { createLogs } from "./logs.ts";
import { createReads } from "./reads.ts";
import { createResourceActions } from "./resource-actions.ts";
import { createResourceTree } from "./resource-tree.ts";
import { createResources } from "./resources.ts";
import { createRuns } from "./runs.ts";
import { createUpdates } from "./updates.ts";
import { createWatch } from "./watch.ts";

/** All operations of the service. */
export function createApplicationOperations(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  return [
    ...createReads(deps, options),
    createWatch(deps, options),
    ...createChanges(deps, options),
    ...createUpdates(deps, options),
    ...createRuns(deps, options),
    ...createDetails(deps, options),
    ...createResourceTree(deps, options),
    ...createResources(deps, options),
    ...createResourceActions(deps, options),
    createEvents(deps, options),
    ...createLogs(deps, options),
  ];
}
