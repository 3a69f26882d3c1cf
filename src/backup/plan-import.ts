import { isDeepStrictEqual } from "node:util";
import { annotations } from "../api/index.ts";
import { formatKey, getField, keyOf, type KubeObject } from "../kube/index.ts";

export interface ImportOptions {
  /** Delete what is there and not in the backup; ConfigMaps always stay. */
  readonly prune: boolean;
  /** Take running and requested syncs away from Applications. */
  readonly stopOperation: boolean;
  /** Keep who manages an object as it is in the cluster. */
  readonly ignoreTracking: boolean;
  /** Objects with one of these are left alone: `key` or `key=value`. */
  readonly skipLabels: readonly string[];
  readonly isServed: (kind: string, namespace: string) => boolean;
}

/** One thing an import does, or why it does nothing. */
export type ImportStep =
  | { readonly kind: "create" | "unchanged" | "prune" | "needsPruning"; readonly object: KubeObject }
  | { readonly kind: "update"; /** As it is to be, on top of what is there. */ readonly object: KubeObject; /** What differs. */ readonly fields: readonly string[] }
  | { readonly kind: "skip"; readonly object: KubeObject; readonly reason: string };

/** Settings before projects before applications, so that nothing is judged by settings that are about to change. */
const order = ["ConfigMap", "Secret", "AppProject", "Application", "ApplicationSet"];
const instanceLabel = "app.kubernetes.io/instance";
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** What makes the objects that are there equal to the wanted ones. A status alone makes no difference: that of an application that runs is newer than any backup. */
export function planImport(current: readonly KubeObject[], wanted: readonly KubeObject[], options: ImportOptions): readonly ImportStep[] {
  const live = new Map(current.map((object) => [formatKey(keyOf(object)), object]));
  const steps = wanted.map((object) => planOne(object, live.get(formatKey(keyOf(object))), options));
  const named = new Set(wanted.map((object) => formatKey(keyOf(object))));
  const others = current.filter((object) => !named.has(formatKey(keyOf(object))) && object.kind !== "ConfigMap");
  return [
    ...steps.toSorted(byOrder),
    ...others
      .map((object) => planOther(object, options))
      .toSorted(byOrder)
      .toReversed(),
  ];
}

function planOne(wanted: KubeObject, live: KubeObject | undefined, options: ImportOptions): ImportStep {
  const { kind, metadata } = wanted;
  const label = findSkipLabel(wanted, options.skipLabels);
  if (label !== undefined) return { kind: "skip", object: wanted, reason: `it has the label ${label}` };
  const namespace = metadata.namespace ?? "";
  if (!options.isServed(kind, namespace)) return { kind: "skip", object: wanted, reason: `namespace "${namespace}" is not among the application namespaces` };
  if (live === undefined) return { kind: "create", object: options.stopOperation ? withoutOperation(wanted) : wanted };
  const object = mergeIntoLive(options.ignoreTracking ? withTrackingOf(wanted, live) : wanted, live, options);
  const fields = comparedFields(kind).filter((path) => !isDeepStrictEqual(getField(live, ...path) ?? {}, getField(object, ...path) ?? {}));
  return fields.length === 0 ? { kind: "unchanged", object } : { kind: "update", object, fields: fields.map((path) => path.join(".")) };
}

function planOther(object: KubeObject, { prune, skipLabels }: ImportOptions): ImportStep {
  const label = findSkipLabel(object, skipLabels);
  if (label !== undefined) return { kind: "skip", object, reason: `it has the label ${label}` };
  return { kind: prune ? "prune" : "needsPruning", object };
}

type Path = readonly [string, ...string[]];

function comparedFields(kind: string): readonly Path[] {
  const content: readonly Path[] = kind === "ConfigMap" || kind === "Secret" ? [["data"]] : [["spec"], ...(kind === "Application" ? [["operation"] as const] : [])];
  return [["metadata", "labels"], ["metadata", "annotations"], ["metadata", "finalizers"], ...content];
}

/** What is there, with what a backup has a say in. */
function mergeIntoLive(wanted: KubeObject, live: KubeObject, { stopOperation }: ImportOptions): KubeObject {
  const { labels: _labels, annotations: _annotations, finalizers: _finalizers, managedFields: _managedFields, ...metadata } = live.metadata;
  const { finalizers, labels } = wanted.metadata;
  const noted = { ...pick(live.metadata.annotations, lastApplied), ...omit(wanted.metadata.annotations, lastApplied) };
  const object = {
    ...live,
    metadata: {
      ...metadata,
      ...(labels === undefined ? {} : { labels }),
      ...(Object.keys(noted).length === 0 ? {} : { annotations: noted }),
      ...(finalizers === undefined ? {} : { finalizers }),
    },
    ...(wanted.apiVersion === "v1" ? { data: wanted["data"] } : { spec: wanted["spec"] }),
    ...(wanted.kind === "Application" && wanted["status"] !== undefined ? { status: wanted["status"] } : {}),
  };
  return stopOperation ? withoutOperation(object) : object;
}

function withoutOperation(object: KubeObject): KubeObject {
  if (object.kind !== "Application") return object;
  const { operation: _operation, ...rest } = object;
  return rest;
}

/** Who manages the object is what the cluster says, where both say something. */
function withTrackingOf(wanted: KubeObject, live: KubeObject): KubeObject {
  const take = (own: Readonly<Record<string, string>> | undefined, theirs: Readonly<Record<string, string>> | undefined, key: string) =>
    own?.[key] === undefined || theirs?.[key] === undefined ? own : { ...own, [key]: theirs[key] };
  const labels = take(wanted.metadata.labels, live.metadata.labels, instanceLabel);
  const noted = take(wanted.metadata.annotations, live.metadata.annotations, annotations.trackingId);
  return { ...wanted, metadata: { ...wanted.metadata, ...(labels === undefined ? {} : { labels }), ...(noted === undefined ? {} : { annotations: noted }) } };
}

function findSkipLabel({ metadata }: KubeObject, skipLabels: readonly string[]): string | undefined {
  return skipLabels.find((label) => {
    const [key = "", value] = label.split("=", 2);
    const own = metadata.labels?.[key];
    return own !== undefined && (value === undefined || own === value);
  });
}

function byOrder({ object: a }: ImportStep, { object: b }: ImportStep): number {
  return order.indexOf(a.kind) - order.indexOf(b.kind);
}

function pick(map: Readonly<Record<string, string>> | undefined, key: string): Record<string, string> {
  const value = map?.[key];
  return value === undefined ? {} : { [key]: value };
}

function omit(map: Readonly<Record<string, string>> | undefined, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([name]) => name !== key));
}
