import { getString, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { claimsOf, formatRef, isPodFinished, type Loop, parseRef, resources, toJson } from "../../machinery/index.ts";
import { type LoopDeps, wakeSelf } from "../controller-deps.ts";
import { bindClaim } from "./bind-claim.ts";
import { claimFinalizer, planClaim } from "./plan-claim.ts";

const provisionMs = 200;
const waitMs = 15_000;

/** `provisioner`: the control plane has a volume binder of its own that only waits for volumes; `binder`: it has none. */
export type VolumeRole = "binder" | "provisioner";

/** PersistentVolumeClaim → PersistentVolume: binding, provisioning after a moment, protection while pods use it. */
export function createClaimLoop(deps: LoopDeps, role: VolumeRole): Loop {
  const { caches, writer, recorder, clock } = deps;
  const claims = caches.of(resources.persistentVolumeClaims);
  const volumes = caches.of(resources.persistentVolumes);
  const classes = caches.of(resources.storageClasses);
  const pods = caches.of(resources.pods);
  const firstSeenMs = new Map<string, number>();

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const claim = claims.get(namespace, name);
    if (claim === undefined) {
      firstSeenMs.delete(key);
      return done;
    }
    const users = pods.listByIndex("claim", key).filter((pod) => !isPodFinished(pod));
    const candidates = getString(claim, "status", "phase") === "Bound" ? [] : volumes.list().filter((volume) => getString(volume, "status", "phase") !== "Released");
    const step = planClaim(claim, { storageClass: classes.get("", getString(claim, "spec", "storageClassName") ?? ""), volumes: candidates, users });
    if (role === "provisioner" && step.kind !== "provision") return done;
    switch (step.kind) {
      case "none":
        return done;
      case "unprotect":
        await writer.patch(resources.persistentVolumeClaims, claim, {
          signal,
          body: { metadata: toJson({ finalizers: claim.metadata.finalizers?.filter((finalizer) => finalizer !== claimFinalizer) }) },
        });
        return done;
      case "wait":
        await recorder.record(claim, { type: step.type, reason: step.reason, message: step.message }, { signal });
        return { requeueAfterMs: waitMs };
      case "bind":
        await bindClaim(deps, { claim, volume: step.volume, signal });
        return done;
      case "provision":
        return provision(claim, { key, volume: step.volume, signal });
      default:
        return step satisfies never;
    }
  }

  async function provision(claim: KubeObject, input: { readonly key: string; readonly volume: KubeObject; readonly signal: AbortSignal }): ReturnType<Loop["reconcile"]> {
    const { key, signal } = input;
    const since = firstSeenMs.get(key) ?? clock.now();
    firstSeenMs.set(key, since);
    if (since + provisionMs > clock.now()) return { requeueAfterMs: since + provisionMs - clock.now() };
    const volume = await writer.create(resources.persistentVolumes, input.volume, { signal });
    await recorder.record(claim, { type: "Normal", reason: "ProvisioningSucceeded", message: `Successfully provisioned volume ${volume.metadata.name ?? ""}` }, { signal });
    if (role === "binder") await bindClaim(deps, { claim, volume, signal });
    return done;
  }

  const ofPod: Loop["triggers"][number] = { informer: pods, keysOf: (pod) => claimsOf(pod).map((name) => `${pod.metadata.namespace ?? ""}/${name}`) };
  const ofClass: Loop["triggers"][number] = {
    informer: classes,
    keysOf: () =>
      claims
        .list()
        .filter((claim) => getString(claim, "status", "phase") !== "Bound")
        .map(formatRef),
  };
  return { name: "volume-claim", reconcile, triggers: [wakeSelf(claims), ofPod, ofClass], concurrency: 2 };
}
