import type { SyncWindow } from "../project/app-project.ts";
import { describeWindow, findWindowProblem, isWindowActive, nextWindowChangeMs } from "./sync-window.ts";

export interface SyncQuestion {
  readonly nowMs: number;
  /** A person asks. */
  readonly isManual: boolean;
  /** When the sync began that wants to go on. */
  readonly startedAtMs?: number;
}

export type SyncVerdict = { readonly kind: "allowed" } | { readonly kind: "blocked"; readonly window: SyncWindow; readonly reason: string };

const allowed: SyncVerdict = { kind: "allowed" };

/** Whether the windows that concern an application let it sync, and which of them does not. A window that makes no sense lets nothing pass. */
export function decideSync(windows: readonly SyncWindow[], question: SyncQuestion): SyncVerdict {
  for (const window of windows) {
    const problem = findWindowProblem(window);
    if (problem !== undefined) return { kind: "blocked", window, reason: `${describeWindow(window)} cannot be understood: ${problem}` };
  }
  const denies = windows.filter((window) => window.kind === "deny" && isWindowActive(window, question.nowMs));
  if (denies.length > 0) return weigh(denies, { windows, question, state: "is active" });
  const allows = windows.filter(({ kind }) => kind === "allow");
  const isOpen = allows.length === 0 || allows.some((window) => isWindowActive(window, question.nowMs));
  return isOpen ? allowed : weigh(allows, { windows, question, state: "is not active" });
}

/** When the answer may become another one; `undefined` when never. */
export function nextChangeMs(windows: readonly SyncWindow[], nowMs: number): number | undefined {
  const times = windows.flatMap((window) => nextWindowChangeMs(window, nowMs) ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

interface Weighing {
  readonly windows: readonly SyncWindow[];
  readonly question: SyncQuestion;
  readonly state: string;
}

/** One window that makes no exception is enough. */
function weigh(blocking: readonly SyncWindow[], { windows, question, state }: Weighing): SyncVerdict {
  const { isManual, startedAtMs } = question;
  const strict = isManual ? blocking.find(({ manualSync = false }) => !manualSync) : blocking[0];
  if (strict === undefined) return allowed;
  const mayOverrun = startedAtMs !== undefined && blocking.every(({ syncOverrun = false }) => syncOverrun);
  if (mayOverrun && decideSync(windows, { nowMs: startedAtMs, isManual }).kind === "allowed") return allowed;
  return { kind: "blocked", window: strict, reason: `${describeWindow(strict)} ${state}` };
}
