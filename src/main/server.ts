import type { Clock } from "../async/index.ts";
import type { ClusterConnection } from "../kube/index.ts";
import type { Environment } from "./environment.ts";
import { keepLocalContext } from "./local-context.ts";
import { startProduct, type ProductDeps, type ProductOptions } from "./product.ts";
import { releaseMemory } from "./release-memory.ts";

/** `sillage server`: prints `ready <url>` and stays until interrupted. */
export async function runServer(
  signal: AbortSignal,
  deps: { readonly clock: Clock; readonly environment: Environment; readonly cluster: ClusterConnection; readonly openLog: ProductDeps["openLog"] },
  options: ProductOptions,
): Promise<void> {
  const { clock, environment, cluster, openLog } = deps;
  const product = await startProduct({ signal }, { clock, cluster, cacheDirectory: environment.cacheDirectory, openLog }, options);
  // Who can be reached by others is logged in to.
  const session = product.isLoopback ? await keepLocalContext({ signal, log: product.log }, { clock, product, contextFile: environment.contextFile }) : undefined;
  process.stdout.write(`ready ${product.url}\n`);
  await Promise.all([product.ended, session?.ended, releaseMemory({ clock, signal })]);
}
