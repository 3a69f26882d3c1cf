import { applyObject as mergeApplied } from "../../apply/index.ts";
import type { KubeObject } from "../../../kube/index.ts";
import type { StoredObject } from "../../store/index.ts";
import type { ApiResponse } from "../api-request.ts";
import { type Call, keyOfCall } from "../call.ts";
import { apiVersionOf } from "../catalog/resource.ts";
import { requiredValue } from "../field-error.ts";
import { respondObject } from "../read/respond.ts";
import { StatusError, conflict, invalid, notFound } from "../status-error.ts";
import { insertObject } from "./create.ts";
import { normalize } from "./decode-object.ts";
import { identify, stampNew } from "./identity.ts";
import { tracking } from "./managed-fields.ts";
import { parseBody } from "./parse-body.ts";
import { replaceObject } from "./update.ts";
import { type WriteOptions, parseWriteOptions } from "./write-options.ts";

const optionsSubject = { group: "meta.k8s.io", plural: "patchoptions", kind: "PatchOptions" };

/** Server-side apply: the body is what the manager wants; creates the object when there is none. */
export function applyObject(call: Call): ApiResponse {
  if ((call.query.get("fieldManager") ?? "") === "") throw invalid(optionsSubject, "", [requiredValue("fieldManager", "is required for apply patch")]);
  const options = parseWriteOptions(call);
  const config = identify(call, parseBody({ headers: { "content-type": "application/yaml" }, body: call.request.body }));
  const live = call.cluster.store.get(keyOfCall(call));
  checkConfig(call, config, live);
  const applied = merge(call, { config, live, options });
  if (live === undefined) return respondObject(call, insertObject(call, stampNew(call, applied), { ...options, tracked: true }), 201);
  return respondObject(call, replaceObject(call, { live, next: applied }, { ...options, tracked: true }));
}

function checkConfig(call: Call, config: KubeObject, live: StoredObject | undefined): void {
  if (live !== undefined) return;
  if (call.subresource !== "") throw notFound(call.resource, call.name);
  const { uid = "" } = config.metadata;
  if (uid !== "") throw conflict(call.resource, { name: call.name, why: `uid mismatch: the provided object specified uid ${uid}, and no existing object was found` });
}

interface Merge {
  readonly config: KubeObject;
  readonly live: StoredObject | undefined;
  readonly options: WriteOptions;
}

function merge(call: Call, { config, live, options }: Merge): KubeObject {
  const current = live === undefined ? undefined : { ...live.object, apiVersion: apiVersionOf(call.resource) };
  const result = mergeApplied({ live: current, config, manager: options.fieldManager, force: options.force, ...tracking(call) });
  return normalize(call, requireApplied(result));
}

/** The applied object; throws 409 for conflicts and 500 for what does not fit the schema. */
export function requireApplied(result: ReturnType<typeof mergeApplied>): KubeObject {
  switch (result.kind) {
    case "applied":
      return result.object;
    case "conflict":
      throw new StatusError({ code: 409, reason: "Conflict", message: result.message, details: { causes: result.causes } });
    case "mistyped":
      throw new StatusError({ code: 500, reason: "", message: result.message });
  }
}
