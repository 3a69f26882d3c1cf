import { hash } from "node:crypto";
import { annotations, type ApplicationCondition } from "../api/index.ts";
import { normalize } from "../diff/index.ts";
import { formatTrackingId } from "../inventory/index.ts";
import { type ApiResource, formatKey, getString, type GroupVersionKind, gvkOf, type KubeObject, type ObjectKey } from "../kube/index.ts";
import type { Manifest, Origin } from "../render/view/index.ts";
import { getHookRole } from "./hook.ts";

/** One object an application wants, as it is sent to the server. */
export interface DesiredObject {
  readonly id: string;
  readonly key: ObjectKey;
  readonly object: KubeObject;
  /** `undefined` while the cluster does not know the kind. */
  readonly resource: ApiResource | undefined;
  /** Changes with the content. */
  readonly hash: string;
  readonly origin: Origin;
}

export interface DesiredState {
  readonly objects: readonly DesiredObject[];
  readonly hooks: readonly DesiredObject[];
  readonly warnings: readonly ApplicationCondition[];
}

export interface DesiredContext {
  /** By which name objects refer to the application. */
  readonly instance: string;
  /** Namespace of the destination; "" when it names none. */
  readonly namespace: string;
  readonly findResource: (gvk: GroupVersionKind) => ApiResource | undefined;
}

const excludedGroups = ["events.k8s.io", "metrics.k8s.io"];
const excludedKinds = ["/Event", "coordination.k8s.io/Lease"];

/**
 * The rendered manifests as they belong in the cluster: in their namespace, tracked, hooks apart, duplicates and excluded kinds out (with a warning each).
 * Manifests without a name stay, for a sync must refuse them.
 */
export function prepareDesired(manifests: readonly Manifest[], context: DesiredContext): DesiredState {
  const namespaced = findDefinedScopes(manifests);
  const warnings: ApplicationCondition[] = [];
  const hooks: DesiredObject[] = [];
  const objects = new Map<string, DesiredObject>();
  const counts = new Map<string, number>();
  for (const { object, origin } of manifests) {
    const role = getHookRole(object);
    if (role.kind === "skipped") continue;
    const gvk = gvkOf(object);
    if (isExcluded(gvk)) {
      warnings.push({ type: "ExcludedResourceWarning", message: `Resource ${gvk.group}/${gvk.kind} ${object.metadata.name ?? ""} is excluded in the settings` });
      continue;
    }
    const resource = context.findResource(gvk);
    const isNamespaced = resource?.namespaced ?? namespaced.get(`${gvk.group}/${gvk.kind}`) ?? true;
    const desired = place(normalize(object), { context, resource, isNamespaced, origin });
    if (role.kind === "hook") hooks.push(desired);
    else objects.set(desired.id, desired);
    if (role.kind === "none") counts.set(desired.id, (counts.get(desired.id) ?? 0) + 1);
  }
  for (const [id, count] of counts) {
    if (count > 1) warnings.push({ type: "RepeatedResourceWarning", message: `Resource ${id} appeared ${count} times among application resources.` });
  }
  return { objects: [...objects.values()], hooks, warnings };
}

interface Placement {
  readonly context: DesiredContext;
  readonly resource: ApiResource | undefined;
  readonly isNamespaced: boolean;
  readonly origin: Origin;
}

function place(object: KubeObject, { context, resource, isNamespaced, origin }: Placement): DesiredObject {
  const { namespace: declared, annotations: own, ...metadata } = object.metadata;
  const namespace = declared ?? context.namespace;
  const { group, kind } = gvkOf(object);
  const key: ObjectKey = { group, kind, namespace: isNamespaced ? namespace : "", name: metadata.name ?? "" };
  const tracked = kind === "CustomResourceDefinition" ? {} : { [annotations.trackingId]: formatTrackingId({ instance: context.instance, key: { ...key, namespace } }) };
  const allAnnotations = { ...own, ...tracked };
  const placed: KubeObject = {
    ...object,
    metadata: { ...metadata, ...(isNamespaced ? { namespace } : {}), ...(Object.keys(allAnnotations).length === 0 ? {} : { annotations: allAnnotations }) },
  };
  return { id: formatKey(key), key, object: placed, resource, hash: hash("sha1", JSON.stringify(placed)), origin };
}

/** Whether the kinds that these manifests define live in namespaces. */
function findDefinedScopes(manifests: readonly Manifest[]): ReadonlyMap<string, boolean> {
  const definitions = manifests.map(({ object }) => object).filter(({ kind }) => kind === "CustomResourceDefinition");
  return new Map(
    definitions.map((object) => [`${getString(object, "spec", "group")}/${getString(object, "spec", "names", "kind")}`, getString(object, "spec", "scope") === "Namespaced"]),
  );
}

function isExcluded({ group, kind }: GroupVersionKind): boolean {
  return excludedGroups.includes(group) || excludedKinds.includes(`${group}/${kind}`);
}
