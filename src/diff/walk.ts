import type { JsonObject } from "../kube/index.ts";

/** A field that is not as declared. `desired` is absent for a field we once set and no longer declare, `live` for one that is missing. */
export interface FieldDifference {
  /** `spec.template.spec.containers[name="web"].image` */
  readonly path: string;
  readonly desired?: unknown;
  readonly live?: unknown;
}

/** Where a comparison stands while it walks down both sides. */
export interface Walk {
  readonly path: string;
  readonly desired: unknown;
  readonly live: unknown;
  /** The fields below this one that we own, as a FieldsV1 tree; `undefined` when we own none. */
  readonly owned: JsonObject | undefined;
}
