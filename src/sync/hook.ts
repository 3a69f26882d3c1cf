import { annotations, type HookType, type SyncPhase } from "../api/index.ts";
import { getStringMap, type KubeObject } from "../kube/index.ts";

export type HookDeletePolicy = "HookSucceeded" | "HookFailed" | "BeforeHookCreation";

/** What the annotations of an object say about hooks. */
export type HookRole =
  /** A normal object. */
  | { readonly kind: "none" }
  /** Neither applied nor compared: `Skip`, tests of charts. */
  | { readonly kind: "skipped" }
  /** In no phase at all when `types` is empty: it is never applied. */
  | { readonly kind: "hook"; readonly types: readonly HookType[] };

const hookTypes: ReadonlyMap<string, HookType> = new Map((["PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PreDelete", "PostDelete"] as const).map((type) => [type, type]));
const helmHooks: ReadonlyMap<string, HookType> = new Map([
  ["pre-install", "PreSync"],
  ["pre-upgrade", "PreSync"],
  ["post-install", "PostSync"],
  ["post-upgrade", "PostSync"],
  ["pre-delete", "PreDelete"],
  ["post-delete", "PostDelete"],
]);
const deletePolicies: ReadonlyMap<string, HookDeletePolicy> = new Map([
  ["HookSucceeded", "HookSucceeded"],
  ["HookFailed", "HookFailed"],
  ["BeforeHookCreation", "BeforeHookCreation"],
  ["hook-succeeded", "HookSucceeded"],
  ["hook-failed", "HookFailed"],
  ["before-hook-creation", "BeforeHookCreation"],
]);

/** Argo CD's annotation counts; Helm's only where no valid one of Argo CD stands. */
export function getHookRole(object: KubeObject): HookRole {
  const own = listAnnotation(object, annotations.hook);
  const types = own.flatMap((value) => hookTypes.get(value) ?? []);
  if (types.length === 1 && types[0] === "Skip") return { kind: "skipped" };
  if (types.length > 0) return { kind: "hook", types };
  const helm = listAnnotation(object, annotations.helmHook);
  if (helm.includes("crd-install")) return { kind: "none" };
  if (helm.length > 0) {
    const mapped = [...new Set(helm.flatMap((value) => helmHooks.get(value) ?? []))];
    return mapped.length === 0 ? { kind: "skipped" } : { kind: "hook", types: mapped };
  }
  return own.length > 0 ? { kind: "hook", types: [] } : { kind: "none" };
}

/** The phases of a sync in which a hook runs. */
export function getSyncPhases(types: readonly HookType[]): SyncPhase[] {
  return types.filter((type): type is SyncPhase => type === "PreSync" || type === "Sync" || type === "PostSync" || type === "SyncFail");
}

export function getDeletePolicies(object: KubeObject): readonly HookDeletePolicy[] {
  const declared = [...listAnnotation(object, annotations.hookDeletePolicy), ...listAnnotation(object, annotations.helmHookDeletePolicy)];
  const valid = [...new Set(declared.flatMap((value) => deletePolicies.get(value) ?? []))];
  return valid.length === 0 ? ["BeforeHookCreation"] : valid;
}

function listAnnotation(object: KubeObject, name: string): string[] {
  const text = getStringMap(object, "metadata", "annotations")[name] ?? "";
  return text
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
}
