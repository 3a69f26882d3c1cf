import { annotations, type Application } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import type { Context } from "../log/index.ts";
import type { ServerDeps } from "./deps.ts";

const timeoutMs = 60_000;

/** Resolves with the application once the controller has consumed the refresh annotation we just wrote. */
export function waitForRefresh(ctx: Context, deps: ServerDeps, name: string): Promise<Application> {
  return new Promise((resolve, reject) => {
    const stopListening = deps.applications.onChange(({ type, application }) => {
      if (application.metadata.name !== name) return;
      if (type === "DELETED") finish(() => reject(new SillageError("notFound", `Application "${name}" was deleted while it was refreshed`)));
      else if (application.metadata.annotations?.[annotations.refresh] === undefined) finish(() => resolve(application));
    });
    const cancelTimeout = deps.clock.schedule(timeoutMs, () =>
      finish(() => reject(new SillageError("deadline", `Application "${name}" was not refreshed within ${timeoutMs / 1000} s`))),
    );
    function onAbort(): void {
      finish(() => reject(ctx.signal.reason));
    }
    ctx.signal.addEventListener("abort", onAbort, { once: true });

    function finish(settle: () => void): void {
      stopListening();
      cancelTimeout();
      ctx.signal.removeEventListener("abort", onAbort);
      settle();
    }
  });
}
