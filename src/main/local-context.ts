import { sleep, type Clock } from "../async/index.ts";
import { describeError } from "../errors/index.ts";
import type { Context } from "../log/index.ts";
import { renewContext, writeContext } from "./context-file.ts";
import type { Product } from "./product.ts";

export interface LocalContextDeps {
  readonly clock: Clock;
  readonly product: Pick<Product, "url" | "issueAdminToken">;
  readonly contextFile: string;
}

const dayMs = 86_400_000;

/**
 * Logs this machine in: the command line finds the server in the context file, as `admin`, for as long as the server runs. Resolves when that is written, with
 * what renews the session until the signal aborts.
 */
export async function keepLocalContext(ctx: Context, deps: LocalContextDeps): Promise<{ readonly ended: Promise<void> }> {
  return { ended: renew(ctx, deps, await write(deps, writeContext)) };
}

async function write({ product, contextFile }: LocalContextDeps, put: typeof writeContext): Promise<number> {
  const { token, expiresAtMs } = await product.issueAdminToken();
  await put(contextFile, { server: product.url, token });
  return expiresAtMs;
}

async function renew(ctx: Context, deps: LocalContextDeps, firstExpiryMs: number): Promise<void> {
  const { clock } = deps;
  try {
    for (let expiresAtMs = firstExpiryMs; ; expiresAtMs = await write(deps, renewContext)) {
      const waitMs = Math.min(dayMs, Math.max(1_000, (expiresAtMs - clock.now()) / 2));
      await sleep(waitMs, { clock, signal: ctx.signal });
    }
  } catch (error) {
    if (!ctx.signal.aborted) ctx.log.warn("Local session not renewed", { error: describeError(error) });
  }
}
