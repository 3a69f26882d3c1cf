import { isSillageError } from "../../../errors/index.ts";
import type { ApiResource, KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done, type Informer } from "../../../runtime/index.ts";
import { type Loop, parseRef, resources } from "../../machinery/index.ts";
import type { LoopDeps } from "../controller-deps.ts";

const rootCaName = "kube-root-ca.crt";

/** Gives each namespace its `default` ServiceAccount and the ConfigMap with the cluster's certificate authority. */
export function createNamespaceDefaultsLoop(deps: LoopDeps, options: { readonly caBundle: string }): Loop {
  const { caches, writer } = deps;
  const namespaces = caches.of(resources.namespaces);
  const serviceAccounts = caches.of(resources.serviceAccounts);
  const configMaps = caches.of(resources.configMaps);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { name: namespace } = parseRef(key);
    const owner = namespaces.get("", namespace);
    if (owner === undefined || owner.metadata.deletionTimestamp !== undefined) return done;
    if (serviceAccounts.get(namespace, "default") === undefined) {
      await ensure(resources.serviceAccounts, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } }, signal);
    }
    if (configMaps.get(namespace, rootCaName) === undefined) {
      const annotations = { "kubernetes.io/description": "Contains a CA bundle that can be used to verify the API server of the sandbox." };
      await ensure(
        resources.configMaps,
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: rootCaName, namespace, annotations }, data: { "ca.crt": options.caBundle } },
        signal,
      );
    }
    return done;
  }

  async function ensure(resource: ApiResource, object: KubeObject, signal: AbortSignal): Promise<void> {
    try {
      await writer.create(resource, object, { signal });
    } catch (error) {
      const expected = isSillageError(error, "conflict") || isSillageError(error, "forbidden") || isSillageError(error, "notFound");
      if (!expected) throw error;
    }
  }

  const onlyNamed = (informer: Informer, name: string): Loop["triggers"][number] => ({
    informer,
    keysOf: (object) => (object.metadata.name === name ? [`/${object.metadata.namespace ?? ""}`] : []),
  });
  const self = { informer: namespaces, keysOf: (object: KubeObject) => [`/${object.metadata.name ?? ""}`] };
  return { name: "namespace-defaults", reconcile, triggers: [self, onlyNamed(serviceAccounts, "default"), onlyNamed(configMaps, rootCaName)] };
}
