import { hash } from "node:crypto";
import { annotations, finalizers } from "../api/index.ts";
import { formatTrackingId, parseTrackingId } from "../inventory/index.ts";
import { formatKey, type KubeObject, type ObjectKey } from "../kube/index.ts";
import { operationAnnotation } from "./attempt.ts";
import type { DesiredObject } from "./desired.ts";

/** A hook as it is created: named, marked with the attempt it runs for, and held until its end was seen. */
export function nameHook(hook: DesiredObject, { suffix, attempt }: { readonly suffix: string; readonly attempt: string }): DesiredObject {
  const { generateName, ...metadata } = hook.object.metadata;
  const name = metadata.name ?? `${generateName ?? ""}${suffix}`;
  const key: ObjectKey = { ...hook.key, name };
  const tracking = parseTrackingId(metadata.annotations?.[annotations.trackingId] ?? "");
  const object: KubeObject = {
    ...hook.object,
    metadata: {
      ...metadata,
      name,
      annotations: {
        ...metadata.annotations,
        ...(tracking === undefined ? {} : { [annotations.trackingId]: formatTrackingId({ ...tracking, key: { ...tracking.key, name } }) }),
        [operationAnnotation]: attempt,
      },
      finalizers: [...(metadata.finalizers ?? []), finalizers.hook],
    },
  };
  return { ...hook, id: formatKey(key), key, object, hash: hash("sha1", JSON.stringify(object)) };
}
