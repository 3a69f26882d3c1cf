import type { KubeObject } from "../../../kube/index.ts";
import type { Call } from "../call.ts";
import { identify } from "./identity.ts";
import { parseBody } from "./parse-body.ts";
import type { FieldValidation } from "./write-options.ts";

/** The object in the request's body. */
export function decodeObject(call: Call, _validation: FieldValidation): KubeObject {
  return identify(call, parseBody(call.request));
}

export function checkPatched(_call: Call, _objects: { readonly live: KubeObject; readonly patched: unknown; readonly validation: FieldValidation }): void {}
