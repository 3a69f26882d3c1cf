import { SillageError } from "../../errors/index.ts";
import { namespaceSpecs, replicaSpecs } from "./field-specs.ts";
import { ensureRecord, isMutableRecord } from "./json.ts";
import { currentId, clusterScope, formerIds, gvkOfObject, isSelectedBy, nameOf, originalId, rememberId, type Resource, setName } from "./resource.ts";
import { visitField } from "./visit-field.ts";

/** Puts all namespaced objects into the namespace, with what refers to it by its name. */
export function setNamespace(resources: readonly Resource[], namespace: string): void {
  for (const resource of resources) {
    rememberId(resource);
    const { object } = resource;
    if (currentId(resource).namespace !== clusterScope) ensureRecord(object, "metadata")["namespace"] = namespace;
    const { kind } = gvkOfObject(object);
    if (kind === "RoleBinding" || kind === "ClusterRoleBinding") setDefaultSubjects(object["subjects"], namespace);
    for (const spec of namespaceSpecs) visitField(object, { ...spec, leaf: "scalar" }, (field) => field.set(namespace));
  }
}

/** Other service accounts follow when the references to them are repaired. */
function setDefaultSubjects(subjects: unknown, namespace: string): void {
  for (const subject of Array.isArray(subjects) ? subjects : []) {
    if (isMutableRecord(subject) && subject["name"] === "default") subject["namespace"] = namespace;
  }
}

const keepsItsName = [{ kind: "CustomResourceDefinition" }, { kind: "APIService", group: "apiregistration.k8s.io" }, { kind: "Namespace" }];

export function addNamePrefix(resources: readonly Resource[], prefix: string): void {
  for (const resource of renamable(resources)) {
    rememberId(resource);
    resource.prefixes = [...resource.prefixes, prefix];
    setName(resource, `${prefix}${nameOf(resource)}`);
  }
}

export function addNameSuffix(resources: readonly Resource[], suffix: string): void {
  for (const resource of renamable(resources)) {
    rememberId(resource);
    resource.suffixes = [...resource.suffixes, suffix];
    setName(resource, `${nameOf(resource)}${suffix}`);
  }
}

function renamable(resources: readonly Resource[]): readonly Resource[] {
  return resources.filter((resource) => !keepsItsName.some((filter) => isSelectedBy(filter, originalId(resource))));
}

export interface ReplicaCount {
  readonly name: string;
  readonly count: number;
}

/** Throws `invalid` when no object that has replicas bears the name. */
export function setReplicas(resources: readonly Resource[], { name, count }: ReplicaCount): void {
  let isFound = false;
  for (const resource of resources) {
    const ids = [...formerIds(resource), currentId(resource)].filter((id) => id.name === name);
    for (const spec of replicaSpecs) {
      if (!ids.some((id) => isSelectedBy({ kind: spec.kind ?? "" }, id))) continue;
      isFound = true;
      visitField(resource.object, { ...spec, leaf: "scalar" }, (field) => field.set(count));
    }
  }
  if (!isFound) throw new SillageError("invalid", `Cannot set replicas: no workload is called "${name}"`, { terminal: true, reason: "TargetNotFound" });
}
