import { type Application, type ApplicationWindow, type ApplicationWindows, decideSync, inClusterName, inClusterServer, isWindowActive, selectWindows } from "../../api/index.ts";
import type { AppProject } from "../../api/index.ts";

export interface WindowState extends ApplicationWindows {
  /** Why a person may not sync now. */
  readonly reason?: string;
}

/** The sync windows of its project that concern an application, and what they mean for a sync that a person begins now. */
export function assessWindows(project: AppProject, { metadata, spec }: Application, nowMs: number): WindowState {
  const destination = { server: inClusterServer, name: inClusterName, namespace: spec.destination.namespace ?? "" };
  const windows = selectWindows(project.spec.syncWindows ?? [], { name: metadata.name ?? "", destination });
  const verdict = decideSync(windows, { nowMs, isManual: true });
  return {
    activeWindows: windows.filter((window) => isWindowActive(window, nowMs)).map(describe),
    assignedWindows: windows.map(describe),
    canSync: verdict.kind === "allowed",
    ...(verdict.kind === "allowed" ? {} : { reason: verdict.reason }),
  };
}

function describe({ kind = "", schedule = "", duration = "", manualSync = false }: NonNullable<AppProject["spec"]["syncWindows"]>[number]): ApplicationWindow {
  return { kind, schedule, duration, manualSync };
}
