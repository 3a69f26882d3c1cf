import { type Clock, sleep } from "../../async/index.ts";
import { describeError } from "../../errors/index.ts";
import type { ApiResource, KubeClient } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { sealedGroup } from "./names.ts";

interface DiscoveryDeps {
  readonly client: Pick<KubeClient, "discovery">;
  readonly clock: Clock;
}

/** A definition just applied is served a moment later. */
const freshMs = 1_000;
const lookAgainMs = 5_000;

/** Waits until the cluster has the kind; the warning, if any, is logged once when it does not. Rejects only with the signal's reason. */
export async function waitForSealedSecrets(ctx: Context, deps: DiscoveryDeps, { warning }: { readonly warning?: string } = {}): Promise<ApiResource> {
  for (let misses = 1; ; misses++) {
    const found = await tryFind(ctx, deps);
    if (found !== undefined) return found;
    if (misses === 2 && warning !== undefined) ctx.log.warn(warning);
    await sleep(misses === 1 ? freshMs : lookAgainMs, { clock: deps.clock, signal: ctx.signal });
  }
}

async function tryFind({ signal, log }: Context, { client }: DiscoveryDeps): Promise<ApiResource | undefined> {
  try {
    return await client.discovery.findByKind({ group: sealedGroup, version: "v1alpha1", kind: "SealedSecret" }, { signal });
  } catch (error) {
    signal.throwIfAborted();
    log.debug("Discovery failed", { error: describeError(error) });
    return undefined;
  }
}
