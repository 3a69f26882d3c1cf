import { SillageError } from "../errors/index.ts";
import type { ApiResource, KubeClient } from "./client.ts";

/** How the cluster serves a kind of the core group, such as `Secret`. Throws `unavailable` when its discovery does not list it. */
export async function fetchCoreResource(client: Pick<KubeClient, "discovery">, kind: string, options: { readonly signal: AbortSignal }): Promise<ApiResource> {
  const found = await client.discovery.findByKind({ group: "", version: "v1", kind }, options);
  if (found === undefined) throw new SillageError("unavailable", `The cluster's discovery lists no ${kind}`);
  return found;
}
