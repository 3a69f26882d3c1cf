import type { KubeObject } from "../../kube/index.ts";
import type { Outcome } from "./compute-status.ts";

const component = "sealed-secrets";

/** What `kubectl describe` shows: the words of the sealed-secrets controller. `suffix` makes the name unique. */
export function buildEvent(object: KubeObject, { outcome, now, suffix }: { readonly outcome: Outcome; readonly now: string; readonly suffix: string }): KubeObject {
  const { apiVersion, kind, metadata } = object;
  const { namespace = "", name = "", uid = "", resourceVersion = "" } = metadata;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { namespace, name: `${name.slice(0, 230)}.${suffix}` },
    involvedObject: { apiVersion, kind, namespace, name, uid, resourceVersion },
    ...describe(outcome),
    source: { component },
    reportingComponent: component,
    reportingInstance: component,
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
}

function describe(outcome: Outcome): { readonly type: string; readonly reason: string; readonly message: string } {
  if (outcome.kind === "unsealed") return { type: "Normal", reason: "Unsealed", message: "SealedSecret unsealed successfully" };
  const { reason, message } = outcome;
  return { type: "Warning", reason, message: reason === "ErrUnsealFailed" ? `Failed to unseal: ${message}` : message };
}
