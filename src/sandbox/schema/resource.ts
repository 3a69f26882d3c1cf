import type { GroupVersionKind, JsonObject } from "../../kube/index.ts";

/** A resource as OpenAPI publishes it: what the server serves, built-in or custom. */
export interface PublishedResource extends GroupVersionKind {
  readonly plural: string;
  readonly namespaced: boolean;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, … */
  readonly verbs: readonly string[];
  /** `status`, `scale`. */
  readonly subresources: readonly string[];
  /** The openAPIV3Schema of a CRD's version; absent for built-in kinds. */
  readonly structural?: JsonObject;
}

/** One problem of an object: the body of a 422 answer has one cause per problem. */
export interface FieldProblem {
  readonly field: string;
  /** `FieldValueRequired`, `FieldValueInvalid`, `FieldValueNotSupported`, `FieldValueDuplicate`, `FieldValueTypeInvalid`, `FieldValueTooLong`, `FieldValueTooMany`. */
  readonly reason: string;
  /** What comes after `field: `. */
  readonly message: string;
}
