import { type KubeObject, getField } from "../../../kube/index.ts";
import { equalJson } from "../write/equal-json.ts";

const annotation = "deprecated.daemonset.template.generation";

/** Counts the changes of a DaemonSet's template in its annotation, which old clients read. */
export function countTemplateChanges(live: KubeObject | undefined, next: KubeObject): KubeObject {
  const before = Number(live?.metadata.annotations?.[annotation] ?? "0");
  const changed = live === undefined || !equalJson(getField(live, "spec", "template"), getField(next, "spec", "template"));
  return { ...next, metadata: { ...next.metadata, annotations: { ...next.metadata.annotations, [annotation]: String(changed ? before + 1 : before) } } };
}
