import { type Application, isAutomated, type Rollback } from "../../api/index.ts";
import { isSameContent } from "./load-manifests.ts";
import type { Work } from "./select-operation.ts";
import type { Selection } from "./select-target.ts";
import { toRevisionRef } from "./target.ts";

/** The rollback in force: one that begins when a person syncs an automated application to something older, and ends with anything newer. */
export function computeRollback(app: Application, { selection, work }: { readonly selection: Selection | undefined; readonly work: Work }): Rollback | undefined {
  const { rollback } = app.status;
  if (work.kind === "run" && work.request !== undefined && isDeployment(work)) {
    if (!isAutomated(app.spec) || selection === undefined || isSameContent(work.loaded, selection.newest)) return undefined;
    const { initiatedBy } = work.request;
    return {
      to: toRevisionRef(work.loaded.target, app),
      from: toRevisionRef(selection.newest.target, app),
      startedAt: work.state.startedAt,
      ...(initiatedBy === undefined ? {} : { initiatedBy }),
    };
  }
  return selection === undefined || selection.isHeld ? rollback : undefined;
}

function isDeployment({ state }: Extract<Work, { readonly kind: "run" }>): boolean {
  const { dryRun = false, resources = [] } = state.operation.sync ?? {};
  return !dryRun && resources.length === 0;
}
