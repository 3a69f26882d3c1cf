import { isDeepStrictEqual } from "node:util";
import type { KubeObject } from "../../kube/index.ts";

/** `before` when the write changed nothing but times in managedFields, so that nothing needs to be stored; `after` otherwise. */
export function settleNoop(before: KubeObject, after: KubeObject): KubeObject {
  return isDeepStrictEqual(withoutTimes(before), withoutTimes(after)) ? before : after;
}

function withoutTimes(object: KubeObject): unknown {
  const managedFields = object.metadata.managedFields?.map((entry) => ({ ...entry, time: "" }));
  return { ...object, metadata: { ...object.metadata, managedFields } };
}
