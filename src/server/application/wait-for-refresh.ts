import { isDeepStrictEqual } from "node:util";
import { annotations, type Application } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { isNewer } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { ApplicationServiceDeps } from "./deps.ts";
import { refOf } from "./find-application.ts";

const timeoutMs = 60_000;

/** Resolves with the application once the controller has consumed the refresh annotation that `asked`, as answered by the cluster, carries. */
export function waitForRefresh(ctx: Context, { applications, clock }: Pick<ApplicationServiceDeps, "applications" | "clock">, asked: Application): Promise<Application> {
  const ref = refOf(asked);
  const { name } = ref;
  return new Promise((resolve, reject) => {
    const stopListening = applications.onChange(({ application }) => {
      if (isDeepStrictEqual(refOf(application), ref)) look();
    });
    const cancelTimeout = clock.schedule(timeoutMs, () =>
      finish(() => reject(new SillageError("deadline", `Application "${name}" was not refreshed within ${timeoutMs / 1000} s: see the log of the server`))),
    );
    ctx.signal.addEventListener("abort", onAbort, { once: true });
    // The controller may have been faster than the answer to our write.
    look();

    function look(): void {
      const application = applications.get(ref);
      if (application === undefined) finish(() => reject(new SillageError("notFound", `Application "${name}" was deleted while it was refreshed`)));
      else if (isNewer(application, asked) && application.metadata.annotations?.[annotations.refresh] === undefined) finish(() => resolve(application));
    }
    function onAbort(): void {
      finish(() => reject(ctx.signal.reason));
    }
    function finish(settle: () => void): void {
      stopListening();
      cancelTimeout();
      ctx.signal.removeEventListener("abort", onAbort);
      settle();
    }
  });
}
