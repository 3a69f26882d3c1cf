import { type KubeObject, getField, getNumber, isRecord } from "../../../kube/index.ts";
import type { StoredObject } from "../../store/index.ts";
import type { ApiResponse } from "../api-request.ts";
import type { Call } from "../call.ts";
import type { Resource } from "../catalog/resource.ts";
import { requireStored } from "../read/get.ts";
import { respondValue } from "../read/respond.ts";
import { formatSelector } from "../table/cells.ts";
import { badRequest, conflict, invalid, unsupportedMediaType } from "../status-error.ts";
import { invalidValue } from "../field-error.ts";
import { mediaTypeOf, parseBody } from "./parse-body.ts";
import { patchValue } from "./patch.ts";
import { replaceObject, staleMessage } from "./update.ts";
import { parseWriteOptions } from "./write-options.ts";

/** GET, PUT and PATCH of an object's Scale: its replica counts in one shape for all kinds. */
export function serveScale(call: Call): ApiResponse {
  const live = requireStored(call);
  const scale = scaleOf(call.resource, live.object);
  if (call.request.method === "GET") return respondValue(call, scale);
  const next = call.request.method === "PUT" ? parseBody(call.request) : patchScale(call, scale);
  return respondValue(call, writeScale(call, live, next));
}

function patchScale(call: Call, scale: unknown): unknown {
  const type = mediaTypeOf(call.request);
  const accepted = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json"];
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted);
  return patchValue(call, type === "application/json-patch+json" ? type : "application/merge-patch+json", scale);
}

function writeScale(call: Call, live: StoredObject, scale: unknown): unknown {
  if (!isRecord(scale)) throw badRequest("a Scale must be an object");
  const replicas = getNumber(scale, "spec", "replicas") ?? 0;
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw invalid({ group: "autoscaling", plural: "scales", kind: "Scale" }, call.name, [invalidValue("spec.replicas", replicas, "must be greater than or equal to 0")]);
  }
  const revision = getField(scale, "metadata", "resourceVersion");
  if (typeof revision === "string" && revision !== "" && revision !== String(live.revision)) throw conflict(call.resource, { name: call.name, why: staleMessage });
  const next = setPath(live.object, pathsOf(call.resource).spec, replicas);
  const written = replaceObject(call, { live, next: { ...live.object, ...next } }, { ...parseWriteOptions(call), tracked: false });
  return scaleOf(call.resource, written.object);
}

function pathsOf(resource: Resource): { readonly spec: readonly string[]; readonly status: readonly string[]; readonly selector: readonly string[] | undefined } {
  const paths = resource.custom?.scalePaths;
  if (paths === undefined) return { spec: ["spec", "replicas"], status: ["status", "replicas"], selector: ["spec", "selector"] };
  return { spec: split(paths.spec), status: split(paths.status), selector: paths.selector === undefined ? undefined : split(paths.selector) };
}

function split(path: string): readonly string[] {
  return path.split(".").filter((part) => part !== "");
}

function scaleOf(resource: Resource, object: KubeObject): Readonly<Record<string, unknown>> {
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
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: getNumber(object, ...paths.spec) ?? 0 },
    status: { replicas: getNumber(object, ...paths.status) ?? 0, ...(text === undefined ? {} : { selector: text }) },
  };
}

function setPath(value: unknown, path: readonly string[], leaf: unknown): Readonly<Record<string, unknown>> {
  const [first = "", ...rest] = path;
  const record = isRecord(value) ? value : {};
  return { ...record, [first]: rest.length === 0 ? leaf : setPath(record[first], rest, leaf) };
}
