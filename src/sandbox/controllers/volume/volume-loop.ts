import { getRecord, getString } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { type Loop, parseRef, resources, toJson } from "../../machinery/index.ts";
import { type LoopDeps, wakeSelf } from "../controller-deps.ts";

const volumeFinalizer = "kubernetes.io/pv-protection";

/** What becomes of a PersistentVolume before and after it is bound. */
export function createVolumeLoop({ caches, writer }: LoopDeps): Loop {
  const volumes = caches.of(resources.persistentVolumes);
  const claims = caches.of(resources.persistentVolumeClaims);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const volume = volumes.get("", parseRef(key).name);
    if (volume === undefined) return done;
    const ref = getRecord(volume, "spec", "claimRef");
    const claim = claims.get(getString(ref, "namespace") ?? "", getString(ref, "name") ?? "");
    const bound = claim !== undefined && getString(ref, "uid") === claim.metadata.uid;
    if (volume.metadata.deletionTimestamp !== undefined) {
      const finalizers = volume.metadata.finalizers?.filter((finalizer) => finalizer !== volumeFinalizer);
      if (!bound && volume.metadata.finalizers?.includes(volumeFinalizer) === true)
        await writer.patch(resources.persistentVolumes, volume, { signal, body: { metadata: toJson({ finalizers }) } });
    } else if (ref === undefined) {
      await writer.writeStatus(resources.persistentVolumes, volume, { signal, status: { phase: "Available" } });
    } else if (!bound && getString(volume, "status", "phase") === "Bound") {
      const reclaimed = getString(volume, "spec", "persistentVolumeReclaimPolicy") === "Delete";
      if (reclaimed) await writer.remove(resources.persistentVolumes, volume, { signal });
      else await writer.writeStatus(resources.persistentVolumes, volume, { signal, status: { phase: "Released" } });
    }
    return done;
  }

  const ofClaim: Loop["triggers"][number] = {
    informer: claims,
    keysOf(claim) {
      const name = getString(claim, "spec", "volumeName");
      return name === undefined ? [] : [`/${name}`];
    },
  };
  return { name: "volume", reconcile, triggers: [wakeSelf(volumes), ofClaim] };
}
