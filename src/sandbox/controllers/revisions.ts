import { getNumber, getRecord, getStringMap, type KubeObject } from "../../kube/index.ts";
import { computeHash, createControllerRef, isEqualJson } from "../machinery/index.ts";

/** The label by which pods and revisions of StatefulSets and DaemonSets name their template. */
export const revisionHashLabel = "controller-revision-hash";

export interface RevisionPlan {
  /** The revision of the owner's template as it is now. */
  readonly update: KubeObject;
  /** Set when `update` does not exist yet. */
  readonly create?: KubeObject;
  /** Set when an older revision became the newest again and needs a new number. */
  readonly renumber?: KubeObject;
  /** Those beyond the history limit that no pod uses, oldest first. */
  readonly surplus: readonly KubeObject[];
}

/** The ControllerRevisions of a StatefulSet or DaemonSet; `inUse` are revision names that must stay. */
export function planRevisions(owner: KubeObject, revisions: readonly KubeObject[], inUse: ReadonlySet<string>): RevisionPlan {
  const data = { spec: { template: { ...getRecord(owner, "spec", "template"), $patch: "replace" } } };
  const known = revisions.toSorted((left, right) => numberOf(left) - numberOf(right));
  const highest = known.length === 0 ? 0 : Math.max(...known.map(numberOf));
  const equal = known.findLast((revision) => isEqualJson(revision["data"], data));
  const limit = getNumber(owner, "spec", "revisionHistoryLimit") ?? 10;
  const update = equal ?? createRevision(owner, data, highest + 1);
  const idle = known.filter((revision) => revision !== equal && !inUse.has(revision.metadata.name ?? ""));
  return {
    update,
    ...(equal === undefined ? { create: update } : {}),
    ...(equal !== undefined && numberOf(equal) < highest ? { renumber: { ...equal, revision: highest + 1 } } : {}),
    surplus: idle.slice(0, Math.max(0, idle.length - limit)),
  };
}

/** The pod template that a revision holds. */
export function templateOf(revision: KubeObject): Readonly<Record<string, unknown>> {
  const { $patch: _, ...template } = getRecord(revision, "data", "spec", "template") ?? {};
  return template;
}

/** What the pods of a revision carry as their label: the name for StatefulSets, the bare hash for DaemonSets. */
export function hashOf(revision: KubeObject): string {
  return revision.metadata.labels?.[revisionHashLabel] ?? "";
}

function createRevision(owner: KubeObject, data: Readonly<Record<string, unknown>>, revision: number): KubeObject {
  const hash = computeHash(data);
  return {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name: `${owner.metadata.name ?? ""}-${hash}`,
      namespace: owner.metadata.namespace ?? "",
      labels: { ...getStringMap(owner, "spec", "template", "metadata", "labels"), [revisionHashLabel]: hash },
      ownerReferences: [createControllerRef(owner)],
    },
    data,
    revision,
  };
}

function numberOf(revision: KubeObject): number {
  return getNumber(revision, "revision") ?? 0;
}
