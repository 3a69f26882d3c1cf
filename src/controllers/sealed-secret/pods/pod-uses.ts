import type { Clock } from "../../../async/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../../../kube/index.ts";
import type { Log } from "../../../log/index.ts";
import { createInformer } from "../../../runtime/index.ts";
import type { Ref } from "../names.ts";
import { readSecretUses, type SecretUse } from "./read-secret-uses.ts";

/** A pod with containers that read a Secret when they started. */
export interface PodUse {
  readonly pod: KubeObject;
  readonly uses: readonly SecretUse[];
}

/** The running containers of the cluster by the Secrets they have read. */
export interface PodUses {
  /** `undefined` while the pods are not known. */
  listUsersOf(secret: Ref): readonly PodUse[] | undefined;
  /** Called with the Secrets whose users may have changed. */
  onChange(handler: (secret: Ref) => void): void;
  readonly synced: Promise<void>;
  run(signal: AbortSignal): Promise<void>;
}

export interface PodUsesDeps {
  readonly client: Pick<KubeClient, "fetchList" | "watch">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Of a pod that reads no Secret little more than its name is kept. */
export function createPodUses(deps: PodUsesDeps, resource: ApiResource): PodUses {
  const usesOf = new WeakMap<KubeObject, readonly SecretUse[]>();
  const secretsOf = (pod: KubeObject): readonly Ref[] => {
    const names = new Set((usesOf.get(pod) ?? []).flatMap(({ secrets }) => secrets));
    return [...names].map((name) => ({ namespace: pod.metadata.namespace ?? "", name }));
  };
  const informer = createInformer(deps, { resource, transform: digest, indexes: { secret: (pod) => secretsOf(pod).map(idOf) } });
  let isSynced = false;
  const synced = informer.synced.then(() => void (isSynced = true));
  synced.catch(() => undefined);

  function digest(pod: KubeObject): KubeObject {
    const { apiVersion, kind } = pod;
    const { namespace = "", name = "", uid = "", resourceVersion = "", ownerReferences = [], labels = {} } = pod.metadata;
    const kept = { apiVersion, kind, metadata: { namespace, name, uid, resourceVersion, ownerReferences, labels } };
    const uses = readSecretUses(pod);
    if (uses.length === 0) return { apiVersion, kind, metadata: { namespace, name, uid, resourceVersion } };
    usesOf.set(kept, uses);
    return kept;
  }

  return {
    listUsersOf(secret) {
      if (!isSynced) return undefined;
      return informer.listByIndex("secret", idOf(secret)).map((pod) => ({ pod, uses: (usesOf.get(pod) ?? []).filter(({ secrets }) => secrets.includes(secret.name)) }));
    },
    onChange: (handler) =>
      void informer.onChange((change) => {
        const before = change.type === "modified" ? secretsOf(change.previous) : [];
        for (const secret of [...before, ...secretsOf(change.object)]) handler(secret);
      }),
    synced,
    run: (signal) => informer.run(signal),
  };
}

function idOf({ namespace, name }: Ref): string {
  return `${namespace}/${name}`;
}
