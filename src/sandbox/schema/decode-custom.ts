import { isRecord } from "../../kube/index.ts";
import { metadataNode } from "./custom-schema.ts";
import { type Decoded, decodeStruct } from "./decode-builtin.ts";
import { describeWrongType } from "./decode-scalar.ts";
import { type Structural, fieldSchema, isEmbedded, itemsSchema, keepsUnknown, toStructural } from "./structural.ts";

/** Reads a custom resource: fields its schema does not know are left out; metadata is read as that of every object. */
export function decodeCustom(value: Readonly<Record<string, unknown>>, openApiSchema: unknown): Decoded {
  const unknownFields: string[] = [];
  return { object: pruneObject(value, toStructural(openApiSchema), { path: "", isRoot: true, unknownFields }), unknownFields };
}

interface Place {
  readonly path: string;
  /** The value is an object with type and metadata of its own. */
  readonly isRoot: boolean;
  readonly unknownFields: string[];
}

function pruneObject(value: Readonly<Record<string, unknown>>, schema: Structural, place: Place): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) {
    const path = place.path === "" ? name : `${place.path}.${name}`;
    const known = fieldSchema(schema, name);
    if (place.isRoot && (name === "apiVersion" || name === "kind")) result[name] = entry;
    else if (place.isRoot && name === "metadata" && entry !== null) result[name] = decodeMetadata(entry, { ...place, path });
    else if (known !== undefined) result[name] = pruneValue(entry, known, { ...place, path });
    else if (keepsUnknown(schema)) result[name] = entry;
    else place.unknownFields.push(path);
  }
  return result;
}

function decodeMetadata(value: unknown, { path, unknownFields }: Place): unknown {
  const node = metadataNode();
  const place = { path, fields: path.split("."), owner: "", unknownFields };
  return isRecord(value) ? decodeStruct(value, node, place) : describeWrongType(value, node, place);
}

function pruneValue(value: unknown, schema: Structural, place: Place): unknown {
  if (isRecord(value)) return pruneObject(value, schema, { ...place, isRoot: isEmbedded(schema) });
  const items = itemsSchema(schema);
  if (!Array.isArray(value) || items === undefined) return value;
  return value.map((item, index) => pruneValue(item, items, { ...place, path: `${place.path}[${index}]` }));
}
