import type { ResourceResult } from "../../src/api/index.ts";
import { type ApiResource, formatKey, keyOf, type KubeObject } from "../../src/kube/index.ts";
import type { ComparedObject, DesiredObject, SyncInput } from "../../src/sync/index.ts";

const groups: Readonly<Record<string, string>> = {
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  Job: "batch/v1",
  CustomResourceDefinition: "apiextensions.k8s.io/v1",
  Application: "argoproj.io/v1alpha1",
};
const clusterScoped = ["Namespace", "CustomResourceDefinition"];

export interface ObjectParts {
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly metadata?: object;
  readonly [field: string]: unknown;
}

/** `Kind/name`, in namespace `shop` unless the kind is cluster-scoped. */
export function buildObject(label: string, { namespace = "shop", annotations, metadata, ...fields }: ObjectParts = {}): KubeObject {
  const [kind = "", name = ""] = label.split("/");
  const scope = clusterScoped.includes(kind) ? {} : { namespace };
  return {
    apiVersion: groups[kind] ?? "v1",
    kind,
    metadata: { ...(name === "" ? {} : { name }), ...scope, ...(annotations === undefined ? {} : { annotations }), ...metadata },
    ...fields,
  };
}

export function buildResource({ apiVersion, kind }: KubeObject): ApiResource {
  const [version = "", group = ""] = apiVersion.split("/").toReversed();
  const resource = `${kind.toLowerCase()}s`;
  return { group, version, kind, resource, singular: kind.toLowerCase(), namespaced: !clusterScoped.includes(kind), verbs: [], subresources: [], shortNames: [], categories: [] };
}

export function buildDesired(object: KubeObject, parts: Partial<DesiredObject> = {}): DesiredObject {
  const key = keyOf(object);
  return { id: formatKey(key), key, object, resource: buildResource(object), hash: JSON.stringify(object), origin: { file: "web.yaml", line: 1 }, ...parts };
}

/** `missing`, `equal` or `changed` say how the live object stands to the desired one; `extra` has no desired one. */
export function buildCompared(state: "missing" | "equal" | "changed" | "extra", object: KubeObject, parts: Partial<ComparedObject> = {}): ComparedObject {
  const key = keyOf(object);
  return {
    id: formatKey(key),
    key,
    resource: buildResource(object),
    ...(state === "extra" ? {} : { desired: buildDesired(object) }),
    ...(state === "missing" ? {} : { live: object }),
    status: state === "equal" ? "Synced" : "OutOfSync",
    differences: [],
    ...parts,
  };
}

export const startedAt = "2026-01-01T00:00:00Z";

export function buildSyncInput(parts: Partial<SyncInput> = {}): SyncInput {
  return {
    startedAt,
    attempt: startedAt,
    revision: "0123456789abcdef",
    sync: { prune: true },
    isTerminating: false,
    isApproved: false,
    options: [],
    objects: [],
    hooks: [],
    liveHooks: new Map(),
    results: [],
    ...parts,
  };
}

export function buildResult(object: KubeObject, parts: Partial<ResourceResult> = {}): ResourceResult {
  const { group, kind, namespace, name } = keyOf(object);
  const { version } = buildResource(object);
  return { group, version, kind, namespace, name, syncPhase: "Sync", status: "Synced", message: "created", hookPhase: "Running", ...parts };
}
