import { isSillageError } from "../../../errors/index.ts";
import type { KubeObject } from "../../../kube/index.ts";
import { findBuiltin } from "../../../kube/schema/index.ts";
import { type Decoded, decodeBuiltin, decodeCustom } from "../../schema/index.ts";
import type { Call } from "../call.ts";
import type { Resource } from "../catalog/resource.ts";
import { invalidValue } from "../field-error.ts";
import { StatusError, badRequest, invalid } from "../status-error.ts";
import { findDuplicateFields } from "./find-duplicate-fields.ts";
import { identify } from "./identity.ts";
import { mediaTypeOf, parseBody } from "./parse-body.ts";
import type { FieldValidation } from "./write-options.ts";

/** The object in the request's body, as the server understands it: 400 for wrong types, and for fields it does not know when validation is strict. */
export function decodeObject(call: Call, validation: FieldValidation): KubeObject {
  const named = identify(call, parseBody(call.request));
  const { kind, version } = call.resource;
  const prefix = `${kind} in version "${version}" cannot be handled as a ${kind}: `;
  const { object, unknownFields } = decodeAs(call.resource, named, (message) => badRequest(prefix + message));
  const duplicates = validation === "Ignore" || mediaTypeOf(call.request) === "application/yaml" ? [] : findDuplicateFields(call.request.body);
  const problems = [...describe("duplicate field", duplicates), ...describe("unknown field", unknownFields)];
  if (validation === "Strict" && problems.length > 0) throw badRequest(`${prefix}strict decoding error: ${problems.join(", ")}`);
  if (validation === "Warn") call.warnings.push(...problems);
  return identify(call, object);
}

/** The object after a patch, as the server understands it; 422 for what the patch made wrong or, when validation is strict, unknown. */
export function decodePatched(call: Call, patched: unknown, validation: FieldValidation): KubeObject {
  const named = identify(call, patched);
  const { object, unknownFields } = decodeAs(call.resource, named, (message) => rejectPatch(call.request.body, message));
  const problems = describe("unknown field", unknownFields);
  if (validation === "Strict" && problems.length > 0) throw rejectPatch(call.request.body, `strict decoding error: ${problems.join(", ")}`);
  if (validation === "Warn") call.warnings.push(...problems);
  return identify(call, object);
}

/** An object the server itself put together, in the form it stores. */
export function normalize(call: Call, object: KubeObject): KubeObject {
  return identify(call, decodeAs(call.resource, object, (message) => badRequest(message)).object);
}

function decodeAs(resource: Resource, object: KubeObject, reject: (message: string) => StatusError): Decoded {
  try {
    if (resource.custom !== undefined) return decodeCustom(object, resource.custom.schema);
    const schema = findBuiltin(resource);
    return schema === undefined ? { object, unknownFields: [] } : decodeBuiltin(object, schema);
  } catch (error) {
    if (isSillageError(error, "invalid")) throw reject(error.message);
    throw error;
  }
}

function describe(what: string, fields: readonly string[]): readonly string[] {
  return fields.map((field) => `${what} ${JSON.stringify(field)}`);
}

function rejectPatch(value: string, message: string): StatusError {
  return invalid({ group: "", plural: "", kind: "" }, "", [invalidValue("patch", value, message)]);
}
