import { isDeepStrictEqual } from "node:util";
import { type Application, type ApplicationStatus, isAutomated, parseApplication } from "../api/index.ts";
import { isSillageError } from "../errors/index.ts";
import type { KubeObject } from "../kube/index.ts";
import { health, type HealthRule, type HealthRules } from "./rule.ts";

const failures = ["InvalidSpecError", "ComparisonError", "SyncError", "DeletionError"];

/**
 * A child of an app of apps. An automated child that is not there yet is on its way; a manual one that nobody has synced is `Missing`, which counts neither
 * against its parent's health nor against its wave.
 */
const assessApplication: HealthRule = (object) => {
  const child = parse(object);
  if (child === undefined) return health("Degraded", "Its spec cannot be read");
  const { status } = child;
  const failure = status.conditions?.find(({ type }) => failures.includes(type));
  if (failure !== undefined) return health("Degraded", failure.message);
  if (!isUpToDate(child)) return health("Progressing", "Waiting for the first comparison");
  if (isSyncing(status)) return health("Progressing", status.operationState?.message);
  const current = status.health ?? { status: "Unknown" };
  const isSettled = ["Healthy", "Degraded", "Suspended"].includes(current.status);
  if (isSettled) return health(current.status, current.message);
  if (!isAutomated(child.spec) && status.sync?.status !== "Synced") return health("Missing", "Waiting for a person to sync it");
  return health("Progressing", current.message ?? "Waiting for its objects");
};

export const applicationRules: HealthRules = { "argoproj.io/Application": assessApplication };

function parse(object: KubeObject): Application | undefined {
  try {
    return parseApplication(object);
  } catch (error) {
    if (isSillageError(error, "invalid")) return undefined;
    throw error;
  }
}

/** Whether the status speaks of the spec as it is now. */
function isUpToDate({ spec, status }: Application): boolean {
  const compared = status.sync?.comparedTo;
  if (compared === undefined) return status.sync !== undefined;
  return isDeepStrictEqual([compared.source, compared.sources], [spec.source, spec.sources]);
}

function isSyncing(status: ApplicationStatus): boolean {
  return status.operationState?.phase === "Running" || status.operationState?.phase === "Terminating";
}
