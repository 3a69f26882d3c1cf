import { getStringMap, type KubeClient } from "../kube/index.ts";

/** `argocd-cmd-params-cm`, read once: a change of it needs another start, as with Argo CD. */
export async function fetchParameters(
  client: KubeClient,
  { namespace, signal }: { readonly namespace: string; readonly signal: AbortSignal },
): Promise<Readonly<Record<string, string>>> {
  const resource = await client.discovery.findByKind({ group: "", version: "v1", kind: "ConfigMap" }, { signal });
  const parameters = resource && (await client.fetchObject(resource, { namespace, name: "argocd-cmd-params-cm" }, { signal }));
  return getStringMap(parameters, "data");
}
