import type { Application } from "../../api/index.ts";

export interface WaitFlags {
  readonly sync?: true;
  readonly health?: true;
  readonly operation?: true;
  readonly suspended?: true;
  readonly degraded?: true;
}

/** What must be true of an application before the waiting ends. */
interface WaitCondition {
  readonly sync: boolean;
  readonly operation: boolean;
  /** Any of these; none means that health does not matter. */
  readonly health: readonly string[];
}

/** Without a flag: sync, health and operation together. */
export function parseWaitFlags({ sync, health, operation, suspended, degraded }: WaitFlags): WaitCondition {
  const all = [sync, health, operation, suspended, degraded].every((flag) => flag !== true);
  return {
    sync: all || sync === true,
    operation: all || operation === true,
    health: [...(all || health === true ? ["Healthy"] : []), ...(suspended === true ? ["Suspended"] : []), ...(degraded === true ? ["Degraded"] : [])],
  };
}

export function isReached({ status, operation }: Application, condition: WaitCondition): boolean {
  const phase = status.operationState?.phase;
  if (condition.sync && status.sync?.status !== "Synced") return false;
  if (condition.operation && (operation !== undefined || phase === "Running" || phase === "Terminating")) return false;
  return condition.health.length === 0 || condition.health.includes(healthOf({ status }));
}

/** Whether waiting for health has become hopeless: the application was on its way and has turned Degraded. */
export function hasTurnedDegraded(change: { readonly previous: Application | undefined; readonly application: Application }, condition: WaitCondition): boolean {
  const { previous, application } = change;
  if (previous === undefined || !condition.health.includes("Healthy") || condition.health.includes("Degraded")) return false;
  return healthOf(application) === "Degraded" && !["Unknown", "Degraded"].includes(healthOf(previous));
}

function healthOf({ status }: Pick<Application, "status">): string {
  return status.health?.status ?? "Unknown";
}
