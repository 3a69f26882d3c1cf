import { SillageError } from "../../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../../kube/index.ts";
import type { ControllerFlags, SealWorld } from "./world.ts";

interface Deps {
  readonly world: SealWorld;
  readonly signal: AbortSignal;
}

/** Where the original controller keeps its keys unless told otherwise. */
export const defaultKeyNamespace = "kube-system";

/** The key Secrets of a cluster, read with the person's own rights: active ones and those marked as compromised. Throws `notFound` when there are none. */
export async function fetchKeySecrets({ world, signal }: Deps, flags: ControllerFlags): Promise<readonly KubeObject[]> {
  const namespace = flags.controllerNamespace ?? defaultKeyNamespace;
  const client = await world.openCluster(flags);
  const { items } = await client.fetchList(await findSecrets(client, signal), { namespace, labelSelector: "sealedsecrets.bitnami.com/sealed-secrets-key", signal });
  if (items.length === 0) throw new SillageError("notFound", `There are no sealing keys in namespace "${namespace}": name the right one with --controller-namespace`);
  return items;
}

export async function findSecrets(client: KubeClient, signal: AbortSignal): Promise<ApiResource> {
  const resource = await client.discovery.findByKind({ group: "", version: "v1", kind: "Secret" }, { signal });
  if (resource === undefined) throw new SillageError("internal", "The cluster does not serve Secrets");
  return resource;
}
