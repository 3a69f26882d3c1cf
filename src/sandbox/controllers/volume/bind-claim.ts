import { getString, type KubeObject } from "../../../kube/index.ts";
import { resources } from "../../machinery/index.ts";
import type { LoopDeps } from "../controller-deps.ts";
import { claimRefOf, computeBoundStatus } from "./plan-claim.ts";

export interface Binding {
  readonly claim: KubeObject;
  readonly volume: KubeObject;
  readonly signal: AbortSignal;
}

/** Ties claim and volume to each other: the volume first, so that no other claim takes it. */
export async function bindClaim({ writer }: LoopDeps, { claim, volume, signal }: Binding): Promise<void> {
  const free = getString(volume, "spec", "claimRef", "uid") === undefined;
  const taken = free ? await writer.patch(resources.persistentVolumes, volume, { signal, body: { spec: { claimRef: claimRefOf(claim) } } }) : volume;
  await writer.writeStatus(resources.persistentVolumes, taken, { status: { phase: "Bound" }, signal });
  const annotations = { "pv.kubernetes.io/bind-completed": "yes", "pv.kubernetes.io/bound-by-controller": "yes" };
  const bound = await writer.patch(resources.persistentVolumeClaims, claim, { signal, body: { metadata: { annotations }, spec: { volumeName: volume.metadata.name ?? "" } } });
  await writer.writeStatus(resources.persistentVolumeClaims, bound, { status: computeBoundStatus(volume), signal });
}
