import { type KubeObject, type ObjectMeta, getField, getNumber, getString, isKubeObject, isRecord, parseApiVersion } from "../../../kube/index.ts";
import { findBuiltin } from "../../../kube/schema/index.ts";
import { applyObject as mergeApplied, managersForScale, managersFromScale, trackUpdate } from "../../apply/index.ts";
import type { StoredObject } from "../../store/index.ts";
import type { ApiResponse } from "../api-request.ts";
import { type Call, timestamp } from "../call.ts";
import { type Resource, apiVersionOf } from "../catalog/resource.ts";
import { invalidValue } from "../field-error.ts";
import { requireStored } from "../read/get.ts";
import { respondValue } from "../read/respond.ts";
import { badRequest, conflict, invalid, unsupportedMediaType } from "../status-error.ts";
import { formatSelector } from "../table/cells.ts";
import { requireApplied } from "./apply.ts";
import { mediaTypeOf, parseBody } from "./parse-body.ts";
import { patchValue } from "./patch.ts";
import { replaceObject, staleMessage } from "./update.ts";
import { type WriteOptions, parseWriteOptions } from "./write-options.ts";

/** GET, PUT and PATCH of an object's Scale: its replica counts in one shape for all kinds. */
export function serveScale(call: Call): ApiResponse {
  const live = requireStored(call);
  const scale = scaleOf(call.resource, live.object);
  if (call.request.method === "GET") return respondValue(call, withoutManagers(scale));
  const options = parseWriteOptions(call);
  const before = { ...scale, metadata: { ...scale.metadata, managedFields: managersForScale(live.object.metadata.managedFields ?? [], versionedPaths(call)) } };
  const next = mediaTypeOf(call.request) === "application/apply-patch+yaml" ? applyScale(call, before, options) : updateScale(call, before, options);
  return respondValue(call, withoutManagers(writeScale(call, { live, scale: next, options })));
}

function updateScale(call: Call, before: KubeObject, options: WriteOptions): KubeObject {
  const value = call.request.method === "PUT" ? parseBody(call.request) : patchScale(call, before);
  if (!isRecord(value)) throw badRequest("a Scale must be an object");
  const metadata = { ...before.metadata, resourceVersion: getString(value, "metadata", "resourceVersion") ?? "" };
  return trackUpdate({ before, after: { ...before, metadata, spec: value["spec"] }, manager: options.fieldManager, ...scaleTracking(call) });
}

function patchScale(call: Call, scale: KubeObject): unknown {
  const type = mediaTypeOf(call.request);
  const accepted = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted);
  return patchValue(call, type === "application/json-patch+json" ? type : "application/merge-patch+json", scale);
}

function applyScale(call: Call, live: KubeObject, options: WriteOptions): KubeObject {
  const config = parseBody({ headers: { "content-type": "application/yaml" }, body: call.request.body });
  if (!isKubeObject(config)) throw badRequest("a Scale must be an object");
  const result = mergeApplied({ live, config, manager: options.fieldManager, force: options.force, ...scaleTracking(call) });
  return requireApplied(result);
}

function scaleTracking(call: Call): Pick<Parameters<typeof trackUpdate>[0], "subresource" | "schemas" | "resetFields" | "now"> {
  return {
    subresource: "scale",
    schemas: (apiVersion) => findBuiltin({ ...parseApiVersion(apiVersion), kind: "Scale" }),
    resetFields: [["status"]],
    now: timestamp(call.cluster.clock),
  };
}

function writeScale(call: Call, write: { readonly live: StoredObject; readonly scale: KubeObject; readonly options: WriteOptions }): KubeObject {
  const { live, scale, options } = write;
  const replicas = getNumber(scale, "spec", "replicas") ?? 0;
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw invalid({ group: "autoscaling", plural: "scales", kind: "Scale" }, call.name, [invalidValue("spec.replicas", replicas, "must be greater than or equal to 0")]);
  }
  const { resourceVersion = "" } = scale.metadata;
  if (resourceVersion !== "" && resourceVersion !== String(live.revision)) throw conflict(call.resource, { name: call.name, why: staleMessage });
  const apiVersion = apiVersionOf(call.resource);
  const parent = live.object.metadata.managedFields ?? [];
  const managedFields = managersFromScale({ parent, scale: scale.metadata.managedFields ?? [], apiVersion, paths: versionedPaths(call) });
  const scaled = { ...live.object, ...setPath(live.object, pathsOf(call.resource).spec, replicas), apiVersion, metadata: { ...live.object.metadata, managedFields } };
  return scaleOf(call.resource, replaceObject(call, { live, next: scaled }, { ...options, tracked: true }).object);
}

/** Where each served version has its replicas. */
function versionedPaths(call: Call): Readonly<Record<string, readonly string[]>> {
  const versions = call.cluster.catalog.resources.filter((resource) => resource.storeName === call.resource.storeName);
  return Object.fromEntries(versions.map((resource) => [apiVersionOf(resource), pathsOf(resource).spec]));
}

function withoutManagers(scale: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = scale.metadata;
  return { ...scale, metadata };
}

function pathsOf(resource: Resource): { readonly spec: readonly string[]; readonly status: readonly string[]; readonly selector: readonly string[] | undefined } {
  const paths = resource.custom?.scalePaths;
  if (paths === undefined) return { spec: ["spec", "replicas"], status: ["status", "replicas"], selector: ["spec", "selector"] };
  return { spec: split(paths.spec), status: split(paths.status), selector: paths.selector === undefined ? undefined : split(paths.selector) };
}

function split(path: string): readonly string[] {
  return path.split(".").filter((part) => part !== "");
}

function scaleOf(resource: Resource, object: KubeObject): KubeObject {
  const paths = pathsOf(resource);
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = paths.selector === undefined ? undefined : getField(object, ...paths.selector);
  const text =
    typeof selector === "string" || selector === undefined
      ? selector
      : formatSelector(isRecord(selector) && ("matchLabels" in selector || "matchExpressions" in selector) ? selector : { matchLabels: selector });
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: definedFields({ name, namespace, uid, resourceVersion, creationTimestamp }),
    spec: { replicas: getNumber(object, ...paths.spec) ?? 0 },
    status: { replicas: getNumber(object, ...paths.status) ?? 0, ...(text === undefined ? {} : { selector: text }) },
  };
}

function setPath(value: unknown, path: readonly string[], leaf: unknown): Readonly<Record<string, unknown>> {
  const [first = "", ...rest] = path;
  const record = isRecord(value) ? value : {};
  return { ...record, [first]: rest.length === 0 ? leaf : setPath(record[first], rest, leaf) };
}

function definedFields(metadata: { readonly [name in keyof ObjectMeta]: ObjectMeta[name] | undefined }): ObjectMeta {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}
