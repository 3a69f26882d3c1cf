import { desiredReplicasAnnotation, maxReplicasAnnotation, type ReplicaSetView, type Rollout, sumOf } from "./rollout.ts";

/** New sizes by ReplicaSet; those not named keep theirs. */
export interface Resize {
  readonly view: ReplicaSetView;
  readonly replicas: number;
}

/** The annotations by which a later plan notices that the Deployment itself was scaled meanwhile. */
export function sizeAnnotations(rollout: Rollout): Readonly<Record<string, string>> {
  return { [desiredReplicasAnnotation]: String(rollout.replicas), [maxReplicasAnnotation]: String(rollout.replicas + rollout.maxSurge) };
}

/** Somebody changed `spec.replicas` while ReplicaSets of the old size are up. */
export function isScalingEvent(rollout: Rollout): boolean {
  return rollout.all.some((view) => {
    const desired = view.object.metadata.annotations?.[desiredReplicasAnnotation];
    return view.replicas > 0 && desired !== undefined && Number(desired) !== rollout.replicas;
  });
}

/** The size of a current ReplicaSet that may grow up to the surge. */
export function computeCurrentReplicas(rollout: Rollout): number {
  if (rollout.recreate) return rollout.replicas;
  const own = rollout.current?.replicas ?? 0;
  const room = rollout.replicas + rollout.maxSurge - sumOf(rollout.all, (view) => view.replicas);
  return own > rollout.replicas ? rollout.replicas : own + Math.max(0, Math.min(room, rollout.replicas - own));
}

/** How the old ReplicaSets may shrink without going below the minimum of available pods: unhealthy ones first. */
export function planShrinkOld(rollout: Rollout): readonly Resize[] {
  const minAvailable = rollout.replicas - rollout.maxUnavailable;
  const total = sumOf(rollout.all, (view) => view.replicas);
  const currentUnavailable = rollout.current === undefined ? 0 : rollout.current.replicas - rollout.current.available;
  let unhealthyBudget = total - minAvailable - currentUnavailable;
  if (unhealthyBudget <= 0) return [];
  let healthyBudget = Math.max(0, sumOf(rollout.all, (view) => view.available) - minAvailable);
  return rollout.old.flatMap((view) => {
    const unhealthy = Math.min(Math.max(0, view.replicas - view.available), unhealthyBudget);
    unhealthyBudget -= unhealthy;
    const healthy = Math.min(view.replicas - unhealthy, healthyBudget, Math.max(0, unhealthyBudget));
    healthyBudget -= healthy;
    unhealthyBudget -= healthy;
    return unhealthy + healthy === 0 ? [] : [{ view, replicas: view.replicas - unhealthy - healthy }];
  });
}

/** Follows a change of `spec.replicas` outside of a rollout step; several live ReplicaSets share it by their size. */
export function planProportionalResize(rollout: Rollout): readonly Resize[] {
  const active = rollout.all.filter((view) => view.replicas > 0);
  const only = active.length <= 1 ? (active[0] ?? rollout.current) : undefined;
  if (active.length <= 1) return only === undefined ? [] : [{ view: only, replicas: rollout.replicas }];
  if (isSaturated(rollout)) return rollout.old.filter((view) => view.replicas > 0).map((view) => ({ view, replicas: 0 }));
  if (rollout.recreate) return [];

  const total = sumOf(active, (view) => view.replicas);
  const allowed = rollout.replicas === 0 ? 0 : rollout.replicas + rollout.maxSurge;
  let toAdd = allowed - total;
  const largestFirst = active.toSorted((left, right) => right.replicas - left.replicas);
  const sizes = largestFirst.map((view) => {
    const share = Math.round((view.replicas * allowed) / Number(view.object.metadata.annotations?.[maxReplicasAnnotation] ?? total)) - view.replicas;
    const change = toAdd > 0 ? Math.min(Math.max(0, share), toAdd) : Math.max(Math.min(0, share), toAdd);
    toAdd -= change;
    return { view, replicas: view.replicas + change };
  });
  return sizes.map((size, index) => (index === 0 ? { ...size, replicas: Math.max(0, size.replicas + toAdd) } : size));
}

function isSaturated(rollout: Rollout): boolean {
  const { current } = rollout;
  return current !== undefined && current.replicas === rollout.replicas && current.available === rollout.replicas;
}
