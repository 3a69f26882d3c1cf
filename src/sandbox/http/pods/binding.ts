import { type KubeObject, getRecord, getString, getList } from "../../../kube/index.ts";
import type { ApiResponse } from "../api-request.ts";
import { type Call, keyOfCall, timestamp } from "../call.ts";
import { requireStored } from "../read/get.ts";
import { respondValue } from "../read/respond.ts";
import { conflict } from "../status-error.ts";
import { parseBody } from "../write/parse-body.ts";

/** POST pods/X/binding: what a scheduler does to give a pod its node. */
export function bindPod(call: Call): ApiResponse {
  const { store, clock } = call.cluster;
  const live = requireStored(call);
  const node = getString(parseBody(call.request), "target", "name") ?? "";
  const bound = getString(live.object, "spec", "nodeName") ?? "";
  if (bound !== "") throw conflict(call.resource, { name: call.name, why: `pod ${call.name} is already assigned to node "${bound}"` });
  const scheduled = { type: "PodScheduled", status: "True", lastProbeTime: null, lastTransitionTime: timestamp(clock) };
  const others = getList(live.object, "status", "conditions").filter((condition) => getString(condition, "type") !== "PodScheduled");
  const next: KubeObject = {
    ...live.object,
    spec: { ...getRecord(live.object, "spec"), nodeName: node },
    status: { ...getRecord(live.object, "status"), conditions: [...others, scheduled] },
  };
  store.put(keyOfCall(call).resource, next);
  return respondValue(call, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 }, 201);
}
