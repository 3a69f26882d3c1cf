import type { KubeObject } from "../../../kube/index.ts";
import type { StoredObject } from "../../store/index.ts";
import type { ApiResponse } from "../api-request.ts";
import { admitUpdate } from "../admission/admit-update.ts";
import type { Call } from "../call.ts";
import { applyDefaults } from "../defaults/apply-defaults.ts";
import { invalidValue } from "../field-error.ts";
import { requireStored } from "../read/get.ts";
import type { Renderable } from "../read/rendering.ts";
import { respondObject } from "../read/respond.ts";
import { conflict, invalid } from "../status-error.ts";
import { checkUpdate } from "../validation/check-object.ts";
import { decodeObject } from "./decode-object.ts";
import { trackUpdate } from "./managed-fields.ts";
import { persistUpdate } from "./persist.ts";
import { prepareUpdate } from "./prepare-update.ts";
import { type WriteOptions, parseWriteOptions } from "./write-options.ts";

/** PUT: the object, its status or another part replaces the stored one. */
export function updateObject(call: Call): ApiResponse {
  const options = parseWriteOptions(call);
  const live = requireStored(call);
  const next = decodeObject(call, options.fieldValidation);
  if (call.resource.custom !== undefined && (next.metadata.resourceVersion ?? "") === "") {
    throw invalid(call.resource, call.name, [invalidValue("metadata.resourceVersion", 0, "must be specified for an update")]);
  }
  return respondObject(call, replaceObject(call, { live, next }, { ...options, tracked: false }));
}

export interface ReplaceOptions extends WriteOptions {
  /** The managed fields are those of an apply already. */
  readonly tracked: boolean;
}

/** A changed object through defaults, preparation, admission and validation into the store. */
export function replaceObject(call: Call, objects: { readonly live: StoredObject; readonly next: KubeObject }, options: ReplaceOptions): Renderable {
  const { live, next } = objects;
  const { resource, subresource } = call;
  checkPreconditions(call, live, next);
  const prepared = prepareUpdate(resource, { live: live.object, next: applyDefaults(resource, next), subresource });
  const admitted = admitUpdate(call, { live: live.object, next: prepared });
  checkUpdate(resource, { live: live.object, next: admitted, subresource });
  const tracked = options.tracked ? admitted : trackUpdate(call, { live: live.object, next: admitted, manager: options.fieldManager });
  return persistUpdate(call, { live, next: tracked }, options.dryRun);
}

export const staleMessage = "the object has been modified; please apply your changes to the latest version and try again";

function checkPreconditions(call: Call, live: StoredObject, next: KubeObject): void {
  const { uid = "", resourceVersion = "" } = next.metadata;
  const known = live.object.metadata.uid ?? "";
  if (uid !== "" && uid !== known) {
    throw conflict(call.resource, { name: call.name, why: `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${known}` });
  }
  if (resourceVersion !== "" && resourceVersion !== "0" && resourceVersion !== String(live.revision)) throw conflict(call.resource, { name: call.name, why: staleMessage });
}
