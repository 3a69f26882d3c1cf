import { getField, getList, getString, getStringMap, type KubeObject, matchesExpression } from "../../kube/index.ts";

/** Whether `nodeSelector` and the required node affinity of a pod spec admit the node. */
export function matchesNode(podSpec: unknown, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const selected = Object.entries(getStringMap(podSpec, "nodeSelector")).every(([key, value]) => labels[key] === value);
  const terms = getList(podSpec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
  return selected && (terms.length === 0 || terms.some((term) => matchesTerm(term, node)));
}

/** The first taint that keeps a pod with this spec off the node. */
export function findUntoleratedTaint(podSpec: unknown, node: KubeObject): unknown {
  const tolerations = getList(podSpec, "tolerations");
  return getList(node, "spec", "taints").find((taint) => getString(taint, "effect") !== "PreferNoSchedule" && !tolerations.some((toleration) => tolerates(toleration, taint)));
}

function matchesTerm(term: unknown, node: KubeObject): boolean {
  const expressions = getList(term, "matchExpressions");
  const fields = getList(term, "matchFields");
  const byName = { "metadata.name": node.metadata.name ?? "" };
  return (
    expressions.length + fields.length > 0 &&
    expressions.every((expression) => matchesExpression(expression, node.metadata.labels ?? {})) &&
    fields.every((field) => matchesExpression(field, byName))
  );
}

function tolerates(toleration: unknown, taint: unknown): boolean {
  const effect = getString(toleration, "effect") ?? "";
  const key = getString(toleration, "key") ?? "";
  if (effect !== "" && effect !== getString(taint, "effect")) return false;
  if (key !== "" && key !== getString(taint, "key")) return false;
  if (getString(toleration, "operator") === "Exists") return true;
  return key !== "" && (getField(toleration, "value") ?? "") === (getField(taint, "value") ?? "");
}
