import { annotations } from "../api/index.ts";
import { getStringMap, type KubeObject } from "../kube/index.ts";

/** The `key=value` options of an application or operation. The first of two equal keys counts. */
export function hasOption(options: readonly string[], option: string): boolean {
  const [key] = option.split("=");
  return options.map((text) => text.trim()).find((text) => text.split("=")[0] === key) === option;
}

/** Whether an option holds for an object: its own annotation wins over the application's list. */
export function hasObjectOption(object: KubeObject, options: readonly string[], option: string): boolean {
  const own = (getStringMap(object, "metadata", "annotations")[annotations.syncOptions] ?? "").split(",");
  const [key] = option.split("=");
  return own.some((text) => text.trim().split("=")[0] === key) ? hasOption(own, option) : hasOption(options, option);
}

const propagation = { foreground: "Foreground", background: "Background", orphan: "Orphan" } as const;

/** How dependents of a deleted object go: `PrunePropagationPolicy`, foreground when it says nothing valid. */
export function getPropagationPolicy(options: readonly string[]): "Foreground" | "Background" | "Orphan" {
  for (const [value, policy] of Object.entries(propagation)) if (hasOption(options, `PrunePropagationPolicy=${value}`)) return policy;
  return "Foreground";
}

/** Whether an object that is no longer wanted asks not to make its application OutOfSync. */
export function isExtraneousIgnored(live: KubeObject): boolean {
  const options = (getStringMap(live, "metadata", "annotations")[annotations.compareOptions] ?? "").split(",");
  return options.some((option) => option.trim() === "IgnoreExtraneous");
}
