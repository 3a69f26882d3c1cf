import type { Application } from "../../api/index.ts";
import { listResourceRows, type ResourceChoice } from "./resource-rows.ts";

export interface WaitFlags {
  readonly sync?: true;
  readonly health?: true;
  readonly operation?: true;
  readonly suspended?: true;
  readonly degraded?: true;
  readonly hydrated?: true;
}

/** What must be true of an application before the waiting ends. */
interface WaitCondition {
  readonly sync: boolean;
  readonly operation: boolean;
  /** Any of these; none means that health does not matter. */
  readonly health: readonly string[];
  /** What must be so: these resources, each of them; with none, the application as a whole. */
  readonly resources: readonly ResourceChoice[];
}

/** Without a flag: sync, health and operation together. */
export function parseWaitFlags({ sync, health, operation, suspended, degraded, hydrated }: WaitFlags, resources: readonly ResourceChoice[] = []): WaitCondition {
  const all = [sync, health, operation, suspended, degraded, hydrated].every((flag) => flag !== true);
  return {
    sync: all || sync === true,
    operation: all || operation === true,
    health: [...(all || health === true ? ["Healthy"] : []), ...(suspended === true ? ["Suspended"] : []), ...(degraded === true ? ["Degraded"] : [])],
    resources,
  };
}

export function isReached(application: Application, condition: WaitCondition): boolean {
  const { status, operation } = application;
  const phase = status.operationState?.phase;
  if (condition.operation && (operation !== undefined || phase === "Running" || phase === "Terminating")) return false;
  return listParts(application, condition).every((part) => isGood(part, condition));
}

/** Why waiting for health has become hopeless: something was on its way and has turned Degraded. */
export function findDegraded(change: { readonly previous: Application | undefined; readonly application: Application }, condition: WaitCondition): string | undefined {
  const { previous, application } = change;
  if (previous === undefined || !condition.health.includes("Healthy") || condition.health.includes("Degraded")) return undefined;
  const before = new Map(listParts(previous, condition).map(({ name, health }) => [name, health]));
  const turned = listParts(application, condition).find(({ name, health }) => health === "Degraded" && !["", "Unknown", "Degraded"].includes(before.get(name) ?? ""));
  return turned && `${turned.name} turned Degraded${turned.message === "" ? "" : `: ${turned.message}`}`;
}

/** Something that is synced or not, healthy or not. */
interface Part {
  readonly name: string;
  readonly sync: string;
  /** Empty when there is no check. */
  readonly health: string;
  readonly message: string;
}

function listParts(application: Application, { resources }: WaitCondition): readonly Part[] {
  const { metadata, status } = application;
  if (resources.length === 0) {
    const { status: health = "Unknown", message = "" } = status.health ?? {};
    return [{ name: `Application "${metadata.name}"`, sync: status.sync?.status ?? "Unknown", health, message }];
  }
  const rows = listResourceRows(application, resources).filter(({ hook }) => hook === "");
  return rows.map(({ kind, namespace, name, status: sync, health, message }) => ({ name: `${kind} "${namespace === "" ? name : `${namespace}/${name}`}"`, sync, health, message }));
}

/** A resource without a health check is as healthy as it will get. */
function isGood({ sync, health }: Part, condition: WaitCondition): boolean {
  if (condition.sync && sync !== "Synced") return false;
  return condition.health.length === 0 || condition.health.includes(health) || (health === "" && condition.health.includes("Healthy"));
}
