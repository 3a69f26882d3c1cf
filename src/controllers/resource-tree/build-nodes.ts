import type { ResourceNode, ResourceStatus } from "../../api/index.ts";
import { formatKey, keyOf, type KubeObject } from "../../kube/index.ts";
import { describeNode, refOf } from "./describe-node.ts";
import { findClaims } from "./find-claims.ts";
import type { OwnerGraph } from "./owner-graph.ts";

export interface TreeInput {
  /** What the application owns and what it has; whole. */
  readonly roots: readonly KubeObject[];
  /** What it wants, as its status says: what is missing is a node, too. */
  readonly wanted: readonly ResourceStatus[];
  readonly graph: Pick<OwnerGraph, "childrenOf" | "claimsIn">;
  /** An object of the graph with all its fields, when they are at hand. */
  readonly getWhole: (object: KubeObject) => KubeObject | undefined;
}

interface Member {
  readonly object: KubeObject;
  readonly isWhole: boolean;
  /** Those who made it without being named as its owners. */
  readonly makers: KubeObject[];
}

/** The objects of an application, what they made, and what is missing; parents before children. */
export function buildNodes(input: TreeInput): ResourceNode[] {
  const members = collectMembers(input);
  const nodes = new Map<string, ResourceNode>();
  for (const { object, isWhole, makers } of members.values()) {
    const owners = (object.metadata.ownerReferences ?? []).flatMap(({ uid }) => members.get(uid)?.object ?? []);
    nodes.set(formatKey(keyOf(object)), describeNode(object, { isWhole, parents: [...owners, ...makers].map(refOf) }));
  }
  for (const resource of input.wanted) {
    const id = formatKey({ group: "", namespace: "", ...resource });
    if (!nodes.has(id) && resource.hook !== true) nodes.set(id, describeMissing(resource));
  }
  return [...nodes.values()];
}

/** The roots and what they made, by uid. */
function collectMembers({ roots, graph, getWhole }: TreeInput): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const object of roots) members.set(object.metadata.uid ?? "", { object, isWhole: true, makers: [] });
  for (const { object } of members.values()) {
    for (const child of graph.childrenOf(object.metadata.uid ?? "")) add(child);
    for (const claim of findClaims(object, graph)) add(claim).makers.push(object);
  }
  return members;

  function add(object: KubeObject): Member {
    const { uid = "" } = object.metadata;
    const known = members.get(uid);
    if (known !== undefined) return known;
    const whole = getWhole(object);
    const member = { object: whole ?? object, isWhole: whole !== undefined, makers: [] };
    members.set(uid, member);
    return member;
  }
}

function describeMissing({ group = "", version, kind, namespace = "", name }: ResourceStatus): ResourceNode {
  return { ...(group === "" ? {} : { group }), version, kind, ...(namespace === "" ? {} : { namespace }), name, health: { status: "Missing" } };
}
