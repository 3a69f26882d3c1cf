import { annotations, apiGroup, type HealthStatus, type HealthStatusCode } from "../api/index.ts";
import { getStringMap, type KubeObject, keyOf } from "../kube/index.ts";
import { assessObject } from "./assess-object.ts";

/** From best to worst. */
const order: readonly HealthStatusCode[] = ["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"];
const namedCauses = 3;

/**
 * The health of an application: the worst of its live objects. An object that is missing does not count unless all are; hooks are not handed in.
 * `live` stands in a stable order and holds `undefined` for each missing object.
 */
export function aggregateHealth(live: readonly (KubeObject | undefined)[]): HealthStatus {
  const objects = live.filter((object) => object !== undefined);
  if (live.length > 0 && objects.length === 0) return { status: "Missing" };
  const judged = objects.flatMap((object) => {
    const health = getStringMap(object, "metadata", "annotations")[annotations.ignoreHealthcheck] === "true" ? undefined : assessObject(object);
    return health === undefined || isWaitingChild(object, health) ? [] : [{ object, health }];
  });
  const worst = Math.max(0, ...judged.map(({ health }) => order.indexOf(health.status)));
  const status = order[worst] ?? "Healthy";
  if (status === "Healthy") return { status };
  const causes = judged.filter(({ health }) => health.status === status).map(({ object }) => describeCause(object));
  const more = causes.length - namedCauses;
  return { status, message: `Caused by ${causes.slice(0, namedCauses).join(", ")}${more > 0 ? ` and ${more} more` : ""}` };
}

/** A child application nobody has synced yet does not make its parent unwell. */
function isWaitingChild(object: KubeObject, health: HealthStatus): boolean {
  return keyOf(object).group === apiGroup && object.kind === "Application" && (health.status === "Missing" || health.status === "Unknown");
}

function describeCause(object: KubeObject): string {
  const { group, kind, namespace, name } = keyOf(object);
  return `${group === "" ? kind : `${group}/${kind}`}:${namespace === "" ? name : `${namespace}/${name}`}`;
}
