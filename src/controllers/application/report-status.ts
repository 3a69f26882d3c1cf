import { annotations, type Application } from "../../api/index.ts";
import { isSameJson } from "../../diff/index.ts";
import type { Context } from "../../log/index.ts";
import { computeStatus } from "./compute-status.ts";
import type { ApplicationDeps } from "./deps.ts";
import { isActive } from "./operation-state.ts";
import type { Seen } from "./seen.ts";
import { writeStatus } from "./write-status.ts";

/** Writes what was seen, if it differs from what stands there, and takes away the wishes that were fulfilled. */
export async function reportStatus(ctx: Context, deps: ApplicationDeps, { app, seen }: { readonly app: Application; readonly seen: Seen }): Promise<void> {
  const now = new Date(deps.clock.now()).toISOString();
  const status = computeStatus({ app, seen, now }, { controlNamespace: deps.controlNamespace });
  const refresh = app.metadata.annotations?.[annotations.refresh];
  const isDone = app.operation !== undefined && seen.operation !== undefined && !isActive(seen.operation) && isSameJson(seen.operation.operation, app.operation);
  const write = {
    app,
    status,
    ...(isDone && app.operation !== undefined ? { doneOperation: app.operation } : {}),
    ...(refresh === undefined ? {} : { doneRefresh: refresh }),
  };
  await deps.reports.run(() => deps.tracer.trace({ name: "controller.persistAppStatus" }, () => writeStatus(ctx, deps, write)));
}
