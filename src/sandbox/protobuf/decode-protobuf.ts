import { parseApiVersion } from "../../kube/index.ts";
import { type StructNode, findBuiltin, findDefinition } from "../../kube/schema/index.ts";
import { decodeMessage } from "./decode-message.ts";
import { bytesOf, textOf } from "./decode-scalar.ts";
import { hasFieldNames } from "./field-names.ts";
import { malformed, readFields } from "./read-fields.ts";

export const protobufType = "application/vnd.kubernetes.protobuf";

const magic = Buffer.from("k8s\0");

/** The object of a request body as JSON has it; `undefined` for a kind that typed clients do not send in protobuf. Throws `invalid` when it is malformed. */
export function decodeProtobuf(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  if (!magic.equals(body.subarray(0, magic.length))) throw malformed("it does not begin as one");
  const envelope = fieldsOf(body.subarray(magic.length));
  const type = fieldsOf(envelope.get(1));
  const apiVersion = textOf(type.get(1) ?? empty);
  const kind = textOf(type.get(2) ?? empty);
  const struct = findStruct(apiVersion, kind);
  if (struct === undefined || !hasFieldNames(struct)) return undefined;
  return { apiVersion, kind, ...decodeMessage(envelope.get(2) ?? empty, struct) };
}

const empty = new Uint8Array();

/** The envelope and the type in it are messages of bytes. */
function fieldsOf(message: Uint8Array = empty): ReadonlyMap<number, Uint8Array> {
  return new Map(Array.from(readFields(message), ({ number, value }) => [number, bytesOf(value)]));
}

/** The options of a deletion belong to every API version. */
function findStruct(apiVersion: string, kind: string): StructNode | undefined {
  if (kind === "DeleteOptions") return findDefinition("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions");
  return findBuiltin({ ...parseApiVersion(apiVersion), kind });
}
