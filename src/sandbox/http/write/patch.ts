import { applyJsonPatch, applyMergePatch, applyStrategicMergePatch } from "../../../kube/patch/index.ts";
import { findBuiltin } from "../../../kube/schema/index.ts";
import { isSillageError } from "../../../errors/index.ts";
import { isRecord } from "../../../kube/index.ts";
import type { ApiResponse } from "../api-request.ts";
import type { Call } from "../call.ts";
import { apiVersionOf } from "../catalog/resource.ts";
import { requireStored } from "../read/get.ts";
import { respondObject } from "../read/respond.ts";
import { StatusError, badRequest, unsupportedMediaType } from "../status-error.ts";
import { applyObject } from "./apply.ts";
import { decodePatched } from "./decode-object.ts";
import { mediaTypeOf, parseBody } from "./parse-body.ts";
import { replaceObject } from "./update.ts";
import { parseWriteOptions } from "./write-options.ts";
import { forbiddenValue } from "../field-error.ts";
import { invalid } from "../status-error.ts";

type Patcher = (live: unknown, patch: unknown, call: Call) => unknown;

const patchers: Readonly<Record<string, Patcher>> = {
  "application/json-patch+json": (live, patch) => applyJsonPatch(live, patch),
  "application/merge-patch+json": (live, patch) => applyMergePatch(live, patch),
  "application/strategic-merge-patch+json": applyStrategic,
};

const applyType = "application/apply-patch+yaml";

/** PATCH of any of the four kinds, on the object or a part of it. */
export function patchObject(call: Call): ApiResponse {
  const type = mediaTypeOf(call.request);
  const accepted = acceptedPatchTypes(call);
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted);
  if (type === applyType) return applyObject(call);
  const options = parseWriteOptions(call);
  if (options.force)
    throw invalid({ group: "meta.k8s.io", plural: "patchoptions", kind: "PatchOptions" }, "", [forbiddenValue("force", "may not be specified for non-apply patch")]);
  const live = requireStored(call);
  const patched = patchValue(call, type, { ...live.object, apiVersion: apiVersionOf(call.resource) });
  const next = decodePatched(call, patched, options.fieldValidation);
  return respondObject(call, replaceObject(call, { live, next }, { ...options, tracked: false }));
}

/** The value after the patch of the request's body. */
export function patchValue(call: Call, type: string, live: unknown): unknown {
  const patch = parseBody({ headers: { "content-type": "application/json" }, body: call.request.body });
  try {
    return patchers[type]?.(live, patch, call);
  } catch (error) {
    if (!isSillageError(error, "invalid")) throw error;
    throw new StatusError({ code: 422, reason: "Invalid", message: `the server rejected our request due to an error in our request: ${error.message}`, details: {} });
  }
}

/** Strategic merge needs a schema with merge keys, which custom resources do not have. */
function acceptedPatchTypes(call: Call): readonly string[] {
  const types = ["application/json-patch+json", "application/merge-patch+json", ...(call.resource.custom === undefined ? ["application/strategic-merge-patch+json"] : [])];
  return [...types, applyType];
}

function applyStrategic(live: unknown, patch: unknown, call: Call): unknown {
  if (!isRecord(live) || !isRecord(patch)) throw badRequest("a strategic merge patch must be an object");
  return applyStrategicMergePatch(live, { patch, schema: findBuiltin(call.resource) });
}
