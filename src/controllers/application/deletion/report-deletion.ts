import type { ApplicationCondition, ApplicationStatus, ResourceStatus } from "../../../api/index.ts";
import { formatKey, getList, getString, keyOf, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { bareApplication } from "../bare-application.ts";
import { toResource } from "../compute-status.ts";
import type { ApplicationDeps } from "../deps.ts";
import { writeStatus } from "../write-status.ts";

export interface DeletionReport {
  readonly app: KubeObject;
  /** Why it does not go on; replaces what stood there of that before. */
  readonly conditions?: readonly ApplicationCondition[];
  /** Objects that are about to be made, so that whoever goes on after a crash knows of their kinds. */
  readonly hooks?: readonly KubeObject[];
}

const ownTypes: readonly string[] = ["DeletionError", "DeletionBlocked"];

/** Says how a deletion goes, if that is news. */
export async function reportDeletion(ctx: Context, deps: ApplicationDeps, { app, conditions, hooks = [] }: DeletionReport): Promise<void> {
  const newest = getNewest(deps, app);
  if (hooks.length === 0 && conditions?.length === 0 && !hasOwnCondition(newest)) return;
  const bare = bareApplication(newest);
  const { conditions: before = [], resources: known = [], ...status } = bare.status;
  const now = new Date(deps.clock.now()).toISOString();
  const next = conditions === undefined ? before : replaceConditions(before, conditions, now);
  const resources = addHooks(known, hooks);
  for (const { type, message } of next.filter((condition) => !before.includes(condition))) if (type === "DeletionError") deps.observer.deletionFailed(bare, message);
  await writeStatus(ctx, deps, { app: bare, status: { ...status, ...unlessEmpty("conditions", next), ...unlessEmpty("resources", resources) } });
}

/** Told from the object as it is: reading a whole status takes long where there are thousands of objects, and each of them tells us that it has gone. */
function hasOwnCondition(app: KubeObject): boolean {
  return getList(app, "status", "conditions").some((condition) => ownTypes.includes(getString(condition, "type") ?? ""));
}

/** The Application with our last write to it. */
export function getNewest({ live, applicationResource }: Pick<ApplicationDeps, "live" | "applicationResource">, app: KubeObject): KubeObject {
  return live.get(applicationResource, keyOf(app)) ?? app;
}

/** The transition time of one that was there before with the same message does not move. */
function replaceConditions(before: readonly ApplicationCondition[], own: readonly ApplicationCondition[], now: string): readonly ApplicationCondition[] {
  const others = before.filter(({ type }) => !ownTypes.includes(type));
  const found = own.map((condition) => before.find(({ type, message }) => type === condition.type && message === condition.message) ?? { ...condition, lastTransitionTime: now });
  return [...others, ...found];
}

function addHooks(known: readonly ResourceStatus[], hooks: readonly KubeObject[]): readonly ResourceStatus[] {
  const ids = new Set(known.map((resource) => formatKey({ group: "", namespace: "", ...resource })));
  const added = hooks.filter((hook) => !ids.has(formatKey(keyOf(hook))));
  return [...known, ...added.map((hook) => ({ ...toResource(hook, {}), hook: true }))];
}

function unlessEmpty(field: "conditions" | "resources", items: readonly unknown[]): Partial<ApplicationStatus> {
  return items.length === 0 ? {} : { [field]: items };
}
