import { getBoolean, getRecord, getString, isRecord } from "../../kube/index.ts";

/** Reading an openAPIV3Schema, which is kept as it was written. */
export type Structural = Readonly<Record<string, unknown>>;

export function toStructural(schema: unknown): Structural {
  return isRecord(schema) ? schema : {};
}

/** The schema of a field: declared, or the one all other fields have; undefined when there is no such field. */
export function fieldSchema(schema: Structural, name: string): Structural | undefined {
  const properties = getRecord(schema, "properties");
  return properties !== undefined && Object.hasOwn(properties, name) ? getRecord(properties, name) : getRecord(schema, "additionalProperties");
}

export function propertiesOf(schema: Structural): readonly (readonly [string, Structural])[] {
  return Object.entries(getRecord(schema, "properties") ?? {}).map(([name, property]) => [name, toStructural(property)]);
}

export function itemsSchema(schema: Structural): Structural | undefined {
  return getRecord(schema, "items");
}

/** Fields that are not declared are kept. */
export function keepsUnknown(schema: Structural): boolean {
  return getBoolean(schema, "x-kubernetes-preserve-unknown-fields") === true || schema["additionalProperties"] === true;
}

/** A whole Kubernetes object with type and metadata. */
export function isEmbedded(schema: Structural): boolean {
  return getBoolean(schema, "x-kubernetes-embedded-resource") === true;
}

export function isIntOrString(schema: Structural): boolean {
  return getBoolean(schema, "x-kubernetes-int-or-string") === true;
}

export function isNullable(schema: Structural): boolean {
  return getBoolean(schema, "nullable") === true;
}

export function typeOf(schema: Structural): string {
  return getString(schema, "type") ?? "";
}
