import type { JsonValue } from "../index.ts";

/** How a value without inner structure is written in JSON. `quantity`, `time`, `micro-time` and `bytes` are strings with a format. */
export type ScalarType = "string" | "boolean" | "int32" | "int64" | "number" | "int-or-string" | "quantity" | "time" | "micro-time" | "bytes";

/** What a value may be, as the API server understands it. Nodes form a graph: definitions such as JSONSchemaProps refer to themselves. */
export type SchemaNode = ScalarNode | StructNode | MapNode | ListNode | AnyNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly type: ScalarType;
}

export interface StructNode {
  readonly kind: "struct";
  /** The definition it comes from, such as `io.k8s.api.core.v1.Container`; absent for the inline structs of a CRD. */
  readonly definition?: string;
  /** Owned and merged as one value. */
  readonly atomic: boolean;
  readonly fields: ReadonlyMap<string, SchemaField>;
  /** What a field that is not listed may hold; without it such a field is unknown. */
  readonly additional?: SchemaNode;
}

export interface SchemaField {
  readonly schema: SchemaNode;
  readonly required: boolean;
  /** How a strategic merge patch treats the field; none means merge for structs and maps, replace for lists and scalars. */
  readonly patchStrategies: readonly PatchStrategy[];
  /** The field that identifies items of a list under the `merge` strategy; lists of scalars have none. */
  readonly patchMergeKey?: string;
}

export type PatchStrategy = "merge" | "replace" | "retainKeys";

export interface MapNode {
  readonly kind: "map";
  readonly atomic: boolean;
  readonly values: SchemaNode;
}

export interface ListNode {
  readonly kind: "list";
  /** `atomic`: one value; `set`: unique scalars; `map`: structs identified by `keys`. */
  readonly type: "atomic" | "set" | "map";
  readonly keys: readonly ListKey[];
  readonly items: SchemaNode;
}

export interface ListKey {
  readonly name: string;
  /** What the key is when an item leaves it out. */
  readonly default?: JsonValue;
}

/** Anything: where structure is needed it is deduced from the value, maps granular and lists atomic. */
export interface AnyNode {
  readonly kind: "any";
}
