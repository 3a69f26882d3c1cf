import { SillageError } from "../../errors/index.ts";
import type { SortOptions } from "./kustomization.ts";
import { currentId, namespaceOf, type Resource } from "./resource.ts";

/** The order of kinds when nothing else is asked for: what others need comes first, what could block others last. */
const firstKinds = [
  "Namespace",
  "ResourceQuota",
  "StorageClass",
  "CustomResourceDefinition",
  "ServiceAccount",
  "PodSecurityPolicy",
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
  "ConfigMap",
  "Secret",
  "Endpoints",
  "Service",
  "LimitRange",
  "PriorityClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Deployment",
  "StatefulSet",
  "CronJob",
  "PodDisruptionBudget",
];
const lastKinds = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/** Puts resources into the order of the options: `fifo` as they came, `legacy` (the default) by kind and name. */
export function sortResources(resources: readonly Resource[], { order, legacySortOptions }: SortOptions = { order: "legacy" }): readonly Resource[] {
  if (order !== "fifo" && order !== "legacy") throw invalid(`order "${order ?? ""}" is neither fifo nor legacy`);
  if (order === "fifo" && legacySortOptions !== undefined) throw invalid("legacySortOptions need the order legacy");
  if (order === "fifo") return resources;
  const { orderFirst = [], orderLast = [] } = legacySortOptions ?? { orderFirst: firstKinds, orderLast: lastKinds };
  const ranks = new Map([...orderFirst.map((kind, index) => [kind, index - orderFirst.length] as const), ...orderLast.map((kind, index) => [kind, index + 1] as const)]);
  return resources
    .map((resource) => ({ resource, rank: ranks.get(currentId(resource).kind) ?? 0, ...sortTexts(resource) }))
    .toSorted((left, right) => left.rank - right.rank || compareTypes(left.gvk, right.gvk) || compare(left.name, right.name))
    .map(({ resource }) => resource);
}

/** What is missing sorts as "~" and a letter, after all names. */
function sortTexts(resource: Resource): { readonly gvk: string; readonly name: string } {
  const { group, version, kind, name } = currentId(resource);
  return { gvk: `${group || "~G"}_${version || "~V"}_${kind || "~K"}`, name: `${namespaceOf(resource) || "~X"}|${name || "~N"}` };
}

/** The core Namespace comes before others that call themselves so. */
function compareTypes(left: string, right: string): number {
  const isReversed = left.endsWith("_Namespace") && right.endsWith("_Namespace") && (left.startsWith("~G_") || right.startsWith("~G_"));
  return isReversed ? compare(right, left) : compare(left, right);
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

function invalid(problem: string): SillageError {
  return new SillageError("invalid", `Cannot sort: ${problem}`, { terminal: true, reason: "InvalidKustomization" });
}
