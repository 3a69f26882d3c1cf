import type { ResourceActionParameter } from "../../../api/index.ts";
import type { JsonObject, KubeObject } from "../../../kube/index.ts";

/** One write. A patch is a merge patch, of the object or of its status. */
export type ActionStep = { readonly kind: "patch"; readonly body: JsonObject; readonly subresource?: "status" } | { readonly kind: "create"; readonly object: KubeObject };

export interface ActionInput {
  /** RFC 3339 */
  readonly now: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What people can do with a live object of a kind, as Argo CD offers it. Pure. */
export interface Action {
  readonly name: string;
  readonly displayName?: string;
  readonly parameters?: (object: KubeObject) => readonly ResourceActionParameter[];
  /** Whether it is offered for this object at all; always, when left out. */
  readonly isOffered?: (object: KubeObject) => boolean;
  /** Whether it would do nothing now. */
  readonly isDisabled?: (object: KubeObject) => boolean;
  /** Throws `invalid` for parameters that make no sense. */
  readonly plan: (object: KubeObject, input: ActionInput) => readonly ActionStep[];
}

/** By `<group>/<kind>`. */
export type ActionTable = Readonly<Record<string, readonly Action[]>>;

export function patch(body: JsonObject, subresource?: "status"): readonly ActionStep[] {
  return [{ kind: "patch", body, ...(subresource === undefined ? {} : { subresource }) }];
}
