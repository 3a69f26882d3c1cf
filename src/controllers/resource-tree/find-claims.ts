import { getList, getString, gvkOf, type KubeObject } from "../../kube/index.ts";
import type { OwnerGraph } from "./owner-graph.ts";

/** The volume claims a StatefulSet has made, which by default do not name it as their owner. */
export function findClaims(object: KubeObject, graph: Pick<OwnerGraph, "claimsIn">): readonly KubeObject[] {
  const { group, kind } = gvkOf(object);
  if (group !== "apps" || kind !== "StatefulSet") return [];
  const { name = "", namespace = "", uid } = object.metadata;
  const prefixes = getList(object, "spec", "volumeClaimTemplates").flatMap((template) => {
    const claim = getString(template, "metadata", "name");
    return claim === undefined ? [] : [`${claim}-${name}-`];
  });
  if (prefixes.length === 0) return [];
  return graph.claimsIn(namespace).filter(({ metadata }) => {
    const isOwned = metadata.ownerReferences?.some((owner) => owner.uid === uid) ?? false;
    return !isOwned && prefixes.some((prefix) => metadata.name?.startsWith(prefix) === true && /^\d+$/.test(metadata.name.slice(prefix.length)));
  });
}
