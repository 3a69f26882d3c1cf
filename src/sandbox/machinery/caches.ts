import type { Clock } from "../../async/index.ts";
import { SillageError } from "../../errors/index.ts";
import { getList, getString, type ApiResource, type KubeClient, type KubeObject } from "../../kube/index.ts";
import type { Log } from "../../log/index.ts";
import { createInformer, type Informer } from "../../runtime/index.ts";
import { getControllerRef } from "./owners.ts";

export interface MachineryDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Log;
}

/** One shared informer per resource, made when first asked for. Indexes: `namespace`, `controller` (owner uid), `orphan` (namespace), `node` ("" for pods without one), `claim`, `service`. */
export interface Caches {
  /** Only before `run`. */
  of(resource: ApiResource): Informer;
  /** Feeds all informers asked for until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Resolves when all of them have their first list. */
  awaitSync(): Promise<void>;
}

export function createCaches(deps: MachineryDeps): Caches {
  const informers = new Map<ApiResource, Informer>();
  let running = false;
  return {
    of(resource) {
      const known = informers.get(resource);
      if (known !== undefined) return known;
      if (running) throw new SillageError("internal", `Nobody feeds a cache of ${resource.resource}: it was not asked for before the start`);
      const informer = createInformer(deps, { resource, indexes });
      informers.set(resource, informer);
      return informer;
    },
    async run(signal) {
      running = true;
      await Promise.all([...informers.values()].map((informer) => informer.run(signal)));
    },
    async awaitSync() {
      await Promise.all([...informers.values()].map((informer) => informer.synced));
    },
  };
}

const indexes = {
  namespace: (object: KubeObject) => [object.metadata.namespace ?? ""],
  controller: (object: KubeObject) => present(getControllerRef(object)?.uid),
  orphan: (object: KubeObject) => (getControllerRef(object) === undefined ? [object.metadata.namespace ?? ""] : []),
  node: (object: KubeObject) => (object.kind === "Pod" ? [getString(object, "spec", "nodeName") ?? ""] : []),
  claim: (object: KubeObject) => (object.kind === "Pod" ? claimsOf(object).map((name) => `${object.metadata.namespace ?? ""}/${name}`) : []),
  service: (object: KubeObject) => present(object.metadata.labels?.["kubernetes.io/service-name"]).map((name) => `${object.metadata.namespace ?? ""}/${name}`),
};

/** Names of the claims that a pod mounts. */
export function claimsOf(pod: KubeObject): readonly string[] {
  return getList(pod, "spec", "volumes").flatMap((volume) => present(getString(volume, "persistentVolumeClaim", "claimName")));
}

function present(value: string | undefined): readonly string[] {
  return value === undefined || value === "" ? [] : [value];
}
