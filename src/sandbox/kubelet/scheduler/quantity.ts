import { parseQuantity } from "../../../kube/index.ts";

/** A resource quantity in millis; 0 for what is none. */
export function readMillis(value: unknown): number {
  if (typeof value !== "number" && typeof value !== "string") return 0;
  return Number((parseQuantity(value)?.nanos ?? 0n) / 1_000_000n);
}
