import { SillageError } from "../../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../../kube/index.ts";
import type { ControllerFlags, SealWorld } from "./world.ts";

interface Deps {
  readonly world: SealWorld;
  readonly signal: AbortSignal;
}

const keyLabel = "sealedsecrets.bitnami.com/sealed-secrets-key";

/**
 * The key Secrets of one namespace or of all, read with the person's own rights: active ones and those marked as compromised. Throws `notFound` when there
 * are none.
 */
export async function fetchKeySecrets({ world, signal }: Deps, flags: ControllerFlags): Promise<readonly KubeObject[]> {
  const { controllerNamespace: namespace } = flags;
  const client = await world.openCluster(flags);
  const { items } = await client.fetchList(await findSecrets(client, signal), { labelSelector: keyLabel, signal, ...(namespace === undefined ? {} : { namespace }) });
  const keys = items.filter(({ type }) => type === "kubernetes.io/tls");
  if (keys.length === 0) throw new SillageError("notFound", `There are no sealing keys in ${namespace === undefined ? "the cluster" : `namespace "${namespace}"`}`);
  return keys;
}

export async function findSecrets(client: KubeClient, signal: AbortSignal): Promise<ApiResource> {
  const resource = await client.discovery.findByKind({ group: "", version: "v1", kind: "Secret" }, { signal });
  if (resource === undefined) throw new SillageError("internal", "The cluster does not serve Secrets");
  return resource;
}
