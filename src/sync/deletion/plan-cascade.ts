import { annotations } from "../../api/index.ts";
import type { OwnedObject } from "../../inventory/index.ts";
import { getStringMap, keyOf, type KubeObject } from "../../kube/index.ts";
import { hasObjectOption } from "../sync-options.ts";
import { waveOf } from "../wave.ts";
import { howToApprove } from "./how-to-approve.ts";

export interface CascadeInput {
  /** All live objects of the application that its project permits. */
  readonly owned: readonly OwnedObject[];
  /** The Application itself, which an app of apps may own. */
  readonly selfUid: string | undefined;
  readonly syncOptions: readonly string[];
  /** A person has agreed to the deletions that wait for that. */
  readonly isApproved: boolean;
}

export type CascadeStep =
  | { readonly kind: "done" }
  /** Nothing at all is deleted until a person agrees. */
  | { readonly kind: "hold"; readonly message: string }
  /** Of the highest wave that is left, what is not on its way out yet. */
  | { readonly kind: "delete"; readonly objects: readonly OwnedObject[] };

/** The next step of a cascading deletion: waves go one after the other, the highest first. */
export function planCascade(input: CascadeInput): CascadeStep {
  const left = input.owned.filter(({ object }) => isDeletable(object, input));
  if (left.length === 0) return { kind: "done" };
  const present = left.filter(({ object }) => object.metadata.deletionTimestamp === undefined);
  const held = input.isApproved ? [] : present.filter(({ object }) => hasObjectOption(object, input.syncOptions, "Delete=confirm"));
  if (held.length > 0) return { kind: "hold", message: `waiting for deletion confirmation of ${describeAll(held)}: ${howToApprove}` };
  const wave = Math.max(...left.map(({ object }) => waveOf(object)));
  return { kind: "delete", objects: present.filter(({ object }) => waveOf(object) === wave) };
}

function isDeletable(object: KubeObject, { selfUid, syncOptions }: CascadeInput): boolean {
  if (object.kind === "CustomResourceDefinition" || (selfUid !== undefined && object.metadata.uid === selfUid)) return false;
  if (getStringMap(object, "metadata", "annotations")[annotations.helmResourcePolicy] === "keep") return false;
  return !hasObjectOption(object, syncOptions, "Delete=false");
}

const named = 10;

function describeAll(held: readonly OwnedObject[]): string {
  const names = held.map(({ object }) => keyOf(object)).map(({ group, kind, namespace, name }) => `${group}/${kind}/${namespace === "" ? "" : `${namespace}/`}${name}`);
  return `${names.toSorted().slice(0, named).join(", ")}${names.length > named ? ` and ${names.length - named} more resources` : ""}`;
}
