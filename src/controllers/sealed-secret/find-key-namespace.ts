import { describeError } from "../../errors/index.ts";
import type { ApiResource, KubeClient } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { keyLabel } from "./names.ts";

/**
 * Where installations of Sealed Secrets keep their keys. No other namespace is searched: who can write into some namespace could otherwise plant a key there
 * and read what is sealed with it.
 */
const usualNamespaces = ["kube-system", "sealed-secrets"];

/** The namespace of the keys: our own, unless only a usual one has keys already, which are then ours too. */
export async function findKeyNamespace(ctx: Context, deps: { readonly client: Pick<KubeClient, "fetchList">; readonly secretResource: ApiResource }, own: string): Promise<string> {
  for (const namespace of [own, ...usualNamespaces]) {
    try {
      const { items } = await deps.client.fetchList(deps.secretResource, { namespace, labelSelector: keyLabel, metadataOnly: true, signal: ctx.signal });
      if (items.length > 0) return namespace;
    } catch (error) {
      ctx.signal.throwIfAborted();
      ctx.log.warn("Sealing keys not listed", { namespace, error: describeError(error) });
    }
  }
  return own;
}
