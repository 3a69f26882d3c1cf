import { isSillageError } from "../../../errors/index.ts";
import { done } from "../../../runtime/index.ts";
import { type Loop, resources } from "../../machinery/index.ts";
import type { LoopDeps } from "../controller-deps.ts";

const name = "standard";

/** Keeps the default StorageClass of a simulated cluster in place, the one that our own volume loop serves. */
export function createStorageClassLoop({ caches, writer }: LoopDeps): Loop {
  const classes = caches.of(resources.storageClasses);
  const wanted = {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "sandbox.sillage.dev/volumes",
    reclaimPolicy: "Delete",
    volumeBindingMode: "Immediate",
  };
  return {
    name: "storage-class",
    initialKeys: [`/${name}`],
    triggers: [{ informer: classes, keysOf: (storageClass) => (storageClass.metadata.name === name ? [`/${name}`] : []) }],
    async reconcile({ signal }) {
      if (classes.get("", name) !== undefined) return done;
      try {
        await writer.create(resources.storageClasses, wanted, { signal });
      } catch (error) {
        if (!isSillageError(error, "conflict")) throw error;
      }
      return done;
    },
  };
}
