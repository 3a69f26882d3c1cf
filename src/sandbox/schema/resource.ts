import type { GroupVersionKind } from "../../kube/index.ts";

/** A resource as OpenAPI publishes it: what the server serves, built-in or custom. */
export interface PublishedResource extends GroupVersionKind {
  readonly plural: string;
  readonly namespaced: boolean;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, … */
  readonly verbs: readonly string[];
  readonly subresources: readonly PublishedSubresource[];
  /** Present for custom resources, with the openAPIV3Schema of the CRD's version. */
  readonly custom?: { readonly schema: unknown };
}

export interface PublishedSubresource extends GroupVersionKind {
  readonly name: string;
  readonly verbs: readonly string[];
}

/** One problem of an object: a cause of a 422 answer. */
export interface FieldProblem {
  readonly field: string;
  readonly reason:
    | "FieldValueDuplicate"
    | "FieldValueInvalid"
    | "FieldValueNotSupported"
    | "FieldValueRequired"
    | "FieldValueTooLong"
    | "FieldValueTooMany"
    | "FieldValueTypeInvalid";
  /** What comes after `field: `. */
  readonly message: string;
}
