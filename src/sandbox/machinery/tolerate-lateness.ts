import { isSillageError } from "../../errors/index.ts";
import type { Reconcile } from "../../runtime/index.ts";

const lateMs = 200;

/** Somebody else was faster, or the object is gone: our picture is late, which is no failure. The event on its way brings the key back, at the latest this. */
export function tolerateLateness(reconcile: Reconcile): Reconcile {
  return async function reconcileLatest(ctx, key) {
    try {
      return await reconcile(ctx, key);
    } catch (error) {
      const late = isSillageError(error, "notFound") || (isSillageError(error, "conflict") && error.reason === "Conflict");
      if (!late) throw error;
      ctx.log.debug("Decided on a late picture", { error: error.message });
      return { requeueAfterMs: lateMs };
    }
  };
}
