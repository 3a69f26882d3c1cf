import type { PatchStrategy, ScalarType } from "./node.ts";

/** The generated `schema.json`: all definitions by name, and which definition each kind has. */
export interface StoredSchema {
  /** What it was generated from; the generator skips its work when this has not changed. */
  readonly source: string;
  readonly definitions: Readonly<Record<string, StoredDefinition>>;
  /** `apps/v1/Deployment` → definition name; kinds of the core group are `v1/Pod`. */
  readonly kinds: Readonly<Record<string, string>>;
}

export interface StoredDefinition {
  readonly atomic?: true;
  readonly required?: readonly string[];
  readonly fields: Readonly<Record<string, StoredType>>;
  readonly patch?: Readonly<Record<string, StoredPatch>>;
}

export interface StoredPatch {
  readonly strategies: readonly PatchStrategy[];
  readonly mergeKey?: string;
}

export type StoredType = ScalarType | "any" | StoredReference | StoredList | StoredMap;

export interface StoredReference {
  readonly ref: string;
  /** Present where the field overrides its definition. */
  readonly atomic?: boolean;
}

export interface StoredList {
  readonly list: StoredType;
  readonly set?: true;
  /** Keys of a list map; a key with a default is the pair of both. */
  readonly keys?: readonly (string | readonly [string, string])[];
}

export interface StoredMap {
  readonly map: StoredType;
  readonly atomic?: true;
}

/** Descriptions by definition; "" is the definition's own. */
export type StoredDescriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;
