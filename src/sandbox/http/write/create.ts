import type { KubeObject } from "../../../kube/index.ts";
import type { ApiResponse } from "../api-request.ts";
import { admitCreate } from "../admission/admit-create.ts";
import type { Call } from "../call.ts";
import { applyDefaults } from "../defaults/apply-defaults.ts";
import type { Renderable } from "../read/rendering.ts";
import { respondObject } from "../read/respond.ts";
import { checkCreate } from "../validation/check-object.ts";
import { decodeObject } from "./decode-object.ts";
import { stampNew } from "./identity.ts";
import { trackUpdate } from "./managed-fields.ts";
import { persistNew } from "./persist.ts";
import { prepareCreate } from "./prepare-create.ts";
import { type WriteOptions, parseWriteOptions } from "./write-options.ts";

export function createObject(call: Call): ApiResponse {
  const options = parseWriteOptions(call);
  const decoded = decodeObject(call, options.fieldValidation);
  return respondObject(call, insertObject(call, stampNew(call, decoded), { ...options, tracked: false }), 201);
}

export interface InsertOptions extends WriteOptions {
  /** The managed fields are those of an apply already. */
  readonly tracked: boolean;
}

/** A stamped object through defaults, admission and validation into the store. */
export function insertObject(call: Call, object: KubeObject, options: InsertOptions): Renderable {
  const { resource } = call;
  const admitted = admitCreate(call, applyDefaults(resource, prepareCreate(resource, object)));
  const complete = applyDefaults(resource, admitted);
  checkCreate(resource, complete);
  const tracked = options.tracked ? complete : trackUpdate(call, { live: undefined, next: complete, manager: options.fieldManager });
  return persistNew(call, tracked, options.dryRun);
}
