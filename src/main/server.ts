import type { Clock } from "../async/index.ts";
import type { ClusterConnection } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import type { Environment } from "./environment.ts";
import { keepLocalContext } from "./local-context.ts";
import { startProduct, type ProductOptions } from "./product.ts";
import { releaseMemory } from "./release-memory.ts";

/** `sillage server`: prints `ready <url>` and stays until interrupted. */
export async function runServer(
  ctx: Context,
  deps: { readonly clock: Clock; readonly environment: Environment; readonly cluster: ClusterConnection },
  options: ProductOptions,
): Promise<void> {
  const { clock, environment, cluster } = deps;
  const product = await startProduct(ctx, { clock, cluster, cacheDirectory: environment.cacheDirectory }, options);
  // Who can be reached by others is logged in to.
  const session = product.isLoopback ? await keepLocalContext(ctx, { clock, product, contextFile: environment.contextFile }) : undefined;
  process.stdout.write(`ready ${product.url}\n`);
  await Promise.all([product.ended, session?.ended, releaseMemory({ clock, signal: ctx.signal })]);
}
