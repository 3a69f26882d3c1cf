import { type AppProject, explainResource, matchGlob } from "../../api/index.ts";
import { keyOf, type KubeObject, type ObjectKey } from "../../kube/index.ts";

export interface OrphanQuestion {
  /** Objects of one namespace that nothing owns. */
  readonly objects: readonly KubeObject[];
  readonly project: AppProject;
  /** Whether an Application has the object, or wants it. */
  readonly belongs: (object: KubeObject) => boolean;
}

/** What is in a namespace and belongs to no Application, but for what every namespace has and what the project ignores or could not contain anyway. */
export function findOrphans({ objects, project, belongs }: OrphanQuestion): readonly KubeObject[] {
  const statefulSets = objects.filter(({ kind }) => kind === "StatefulSet").map(({ metadata }) => metadata.name ?? "");
  return objects.filter((object) => {
    const key = keyOf(object);
    if (isEverywhere(key) || isVolumeOf(key, statefulSets) || isIgnored(key, project)) return false;
    return explainResource(project, { ...key, namespaced: true }).permitted && !belongs(object);
  });
}

function isEverywhere({ group, kind, namespace, name }: ObjectKey): boolean {
  if (group !== "") return false;
  return (
    (kind === "ServiceAccount" && name === "default") ||
    (kind === "ConfigMap" && name === "kube-root-ca.crt") ||
    (kind === "Service" && name === "kubernetes" && namespace === "default")
  );
}

/** Claims made from a template name no owner. */
function isVolumeOf({ group, kind, name }: ObjectKey, statefulSets: readonly string[]): boolean {
  return (
    group === "" &&
    kind === "PersistentVolumeClaim" &&
    statefulSets.some((set) => name.includes(`-${set}-`) && /^\d+$/.test(name.slice(name.lastIndexOf(`-${set}-`) + set.length + 2)))
  );
}

function isIgnored(key: ObjectKey, { spec }: AppProject): boolean {
  return (spec.orphanedResources?.ignore ?? []).some(
    ({ group = "", kind = "", name = "" }) => matchGlob(group, key.group) && (kind === "" || matchGlob(kind, key.kind)) && (name === "" || matchGlob(name, key.name)),
  );
}
