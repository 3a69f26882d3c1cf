import type { KubeClient, KubeObject } from "../../kube/index.ts";
import type { CliDeps } from "../deps.ts";

/** A ConfigMap or Secret of an installation; `undefined` when there is none. */
export async function fetchNamed(
  deps: Pick<CliDeps, "signal">,
  client: KubeClient,
  { kind, namespace, name }: { readonly kind: "ConfigMap" | "Secret"; readonly namespace: string; readonly name: string },
): Promise<KubeObject | undefined> {
  const resource = await client.discovery.findByKind({ group: "", version: "v1", kind }, deps);
  return resource && client.fetchObject(resource, { namespace, name }, deps);
}
