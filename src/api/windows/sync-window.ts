import { describeError, isSillageError } from "../../errors/index.ts";
import { parseDurationMs } from "../../async/index.ts";
import type { SyncWindow } from "../project/app-project.ts";
import { nextStart, parseSchedule, type Schedule } from "./schedule.ts";
import { zoneOffsetMs } from "./zone-offset.ts";

/** A window that makes sense. */
interface ReadWindow {
  readonly schedule: Schedule;
  readonly durationMs: number;
}

/** What is wrong with the times of a window; `undefined` when they make sense. */
export function findWindowProblem(window: SyncWindow): string | undefined {
  const read = readWindow(window);
  return typeof read === "string" ? read : undefined;
}

/** Whether the instant lies within a run of the window. Clocks are those of its zone at that very instant, as Argo CD reads them. */
export function isWindowActive(window: SyncWindow, nowMs: number): boolean {
  const read = readWindow(window);
  if (typeof read === "string") return false;
  const localMs = nowMs + offsetOf(window, nowMs);
  const start = nextStart(read.schedule, localMs - read.durationMs);
  return start !== undefined && start < localMs;
}

/** When the window may open or close next, as long as its zone does not change its clocks; `undefined` when never. */
export function nextWindowChangeMs(window: SyncWindow, nowMs: number): number | undefined {
  const read = readWindow(window);
  if (typeof read === "string") return undefined;
  const offsetMs = offsetOf(window, nowMs);
  const [running, coming] = [nextStart(read.schedule, nowMs + offsetMs - read.durationMs), nextStart(read.schedule, nowMs + offsetMs)];
  const times = [running === undefined ? [] : [running + read.durationMs], coming ?? []].flat().map((localMs) => localMs - offsetMs + 1);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Equal for windows that say the same but for what they let people do. */
export function identifyWindow(window: SyncWindow): string {
  const { kind = "", schedule = "", duration = "", applications = [], namespaces = [], clusters = [], timeZone = "", andOperator = false } = window;
  return JSON.stringify([kind, schedule, duration, applications, namespaces, clusters, timeZone, andOperator]);
}

/** `deny window "0 22 * * *" for 1h (Europe/Paris)` */
export function describeWindow(window: SyncWindow): string {
  const { kind = "", schedule = "", duration = "", timeZone = "" } = window;
  const isKnown = timeZone === "" || zoneOffsetMs(timeZone, 0) !== undefined;
  const zone = timeZone === "" ? "UTC" : isKnown ? timeZone : `UTC, time zone "${timeZone}" is not known`;
  return `${kind} window "${schedule}" for ${duration} (${zone})`;
}

function offsetOf({ timeZone = "" }: SyncWindow, nowMs: number): number {
  return timeZone === "" ? 0 : (zoneOffsetMs(timeZone, nowMs) ?? 0);
}

function readWindow({ kind = "", schedule = "", duration = "" }: SyncWindow): ReadWindow | string {
  if (kind !== "allow" && kind !== "deny") return `kind "${kind}" must be allow or deny`;
  const durationMs = /^\d+$/.test(duration) && Number(duration) !== 0 ? undefined : parseDurationMs(duration);
  if (durationMs === undefined) return `duration "${duration}" must be a duration such as 30m or 1h`;
  try {
    return { schedule: parseSchedule(schedule), durationMs };
  } catch (error) {
    if (isSillageError(error, "invalid")) return describeError(error);
    throw error;
  }
}
