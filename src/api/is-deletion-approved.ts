import type { KubeObject } from "../kube/index.ts";
import { annotations } from "./names.ts";

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Whether a person has agreed, on the Application, to the deletions that `Prune=confirm` and `Delete=confirm` hold back: at `since` (RFC 3339) or later.
 * Approvals count in seconds, so the second in which the wait began is late enough.
 */
export function isDeletionApproved({ metadata }: Pick<KubeObject, "metadata">, since: string): boolean {
  const text = metadata.annotations?.[annotations.deletionApproved] ?? "";
  const sinceMs = Math.floor(Date.parse(since) / 1000) * 1000;
  return rfc3339.test(text) && Date.parse(text) >= sinceMs;
}
