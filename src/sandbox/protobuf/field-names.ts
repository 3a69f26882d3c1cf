import type { StructNode } from "../../kube/schema/index.ts";
import messages from "./generated/fields.json" with { type: "json" };

/** Field number → name in JSON, with a "?" behind it when JSON leaves out a zero; the names of an embedded struct, which stand beside the others in JSON. */
export interface FieldNames {
  readonly [number: number]: string | FieldNames;
}

const byDefinition: ReadonlyMap<string, FieldNames> = new Map(Object.entries(messages));

/** True when typed clients send the struct in protobuf. */
export function hasFieldNames({ definition = "" }: StructNode): boolean {
  return byDefinition.has(definition);
}

/** None for a struct without a message of its own. */
export function findFieldNames({ definition = "" }: StructNode): FieldNames {
  return byDefinition.get(definition) ?? {};
}
