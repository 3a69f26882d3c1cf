import { getRecord, getString, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { type Loop, parseRef, resources } from "../../machinery/index.ts";
import { type LoopDeps, wakeSelf } from "../controller-deps.ts";
import type { VolumeRole } from "./claim-loop.ts";

const volumeFinalizer = "kubernetes.io/pv-protection";

/** What becomes of a PersistentVolume before and after it is bound. */
export function createVolumeLoop({ caches, writer }: LoopDeps, role: VolumeRole): Loop {
  const volumes = caches.of(resources.persistentVolumes);
  const claims = caches.of(resources.persistentVolumeClaims);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const volume = volumes.get("", parseRef(key).name);
    if (volume === undefined) return done;
    const ref = getRecord(volume, "spec", "claimRef");
    const claim = claims.get(getString(ref, "namespace") ?? "", getString(ref, "name") ?? "");
    const bound = claim !== undefined && getString(ref, "uid") === claim.metadata.uid;
    const phase = getString(volume, "status", "phase");
    const lost = ref !== undefined && !bound && (phase === "Bound" || phase === "Released");
    const reclaimed = lost && getString(volume, "spec", "persistentVolumeReclaimPolicy") === "Delete";
    if (volume.metadata.deletionTimestamp !== undefined) {
      if (role === "binder" && !bound) await unprotect(volume, signal);
    } else if (reclaimed) {
      await writer.remove(resources.persistentVolumes, volume, { signal });
    } else if (role === "binder" && (lost || ref === undefined)) {
      await writer.writeStatus(resources.persistentVolumes, volume, { signal, status: { phase: lost ? "Released" : "Available" } });
    }
    return done;
  }

  async function unprotect(volume: KubeObject, signal: AbortSignal): Promise<void> {
    const { finalizers = [] } = volume.metadata;
    if (!finalizers.includes(volumeFinalizer)) return;
    const rest = finalizers.filter((finalizer) => finalizer !== volumeFinalizer);
    await writer.patch(resources.persistentVolumes, volume, { signal, body: { metadata: { finalizers: rest } } });
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
