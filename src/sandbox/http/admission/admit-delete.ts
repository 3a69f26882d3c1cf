import type { Call } from "../call.ts";
import { protectNamespace } from "./namespace-lifecycle.ts";

/** What may not be deleted: 403. */
export function admitDelete(call: Call): void {
  protectNamespace(call);
}
