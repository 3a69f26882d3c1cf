import { type KubeObject, getNumber, getRecord, matchesSelector } from "../../../kube/index.ts";
import type { StoredObject } from "../../store/index.ts";
import type { ApiResponse } from "../api-request.ts";
import type { Call } from "../call.ts";
import { requireStored } from "../read/get.ts";
import { respondValue } from "../read/respond.ts";
import { StatusError } from "../status-error.ts";
import { removeObject } from "../write/delete.ts";
import { parseBody } from "../write/parse-body.ts";

/** POST pods/X/eviction: deletes the pod unless a disruption budget forbids it (429). */
export function evictPod(call: Call): ApiResponse {
  const live = requireStored(call);
  const options = getRecord(parseBody(call.request), "deleteOptions");
  for (const budget of budgetsOf(call, live.object)) takeDisruption(call, budget);
  const grace = getNumber(options, "gracePeriodSeconds");
  removeObject(call.cluster, {
    resource: call.resource,
    live,
    options: { dryRun: false, propagation: undefined, gracePeriodSeconds: grace, uid: undefined, resourceVersion: undefined },
  });
  return respondValue(call, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 }, 201);
}

const budgets = "policy/poddisruptionbudgets";

function budgetsOf(call: Call, pod: KubeObject): readonly StoredObject[] {
  const all = call.cluster.store.list(budgets, { namespace: call.namespace }) ?? [];
  return all.filter((budget) => matchesSelector(getRecord(budget.object, "spec", "selector"), pod.metadata.labels ?? {}));
}

function takeDisruption(call: Call, budget: StoredObject): void {
  const allowed = getNumber(budget.object, "status", "disruptionsAllowed") ?? 0;
  if (allowed > 0) {
    call.cluster.store.put(budgets, { ...budget.object, status: { ...getRecord(budget.object, "status"), disruptionsAllowed: allowed - 1 } });
    return;
  }
  const healthy = getNumber(budget.object, "status", "currentHealthy") ?? 0;
  const wanted = getNumber(budget.object, "status", "desiredHealthy") ?? 0;
  throw new StatusError({
    code: 429,
    reason: "TooManyRequests",
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: { causes: [{ reason: "DisruptionBudget", message: `The disruption budget ${budget.name} needs ${wanted} healthy pods and has ${healthy} currently` }] },
  });
}
