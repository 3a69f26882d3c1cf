import { createCaches, createEventRecorder, createWork, createWriter, type Loop, type MachineryDeps } from "../machinery/index.ts";
import type { LoopDeps } from "./controller-deps.ts";
import { createCronJobLoop } from "./cron-job/cron-job-loop.ts";
import { createDaemonSetLoop } from "./daemon-set/daemon-set-loop.ts";
import { createDeploymentLoop } from "./deployment/deployment-loop.ts";
import { createDisruptionLoop } from "./disruption/disruption-loop.ts";
import { createEndpointsLoop } from "./endpoints/endpoints-loop.ts";
import { createGarbageCollector } from "./garbage-collector/garbage-collector.ts";
import { createJobLoop } from "./job/job-loop.ts";
import { createLoadBalancerLoops } from "./load-balancer/load-balancer-loop.ts";
import { createNamespaceDefaultsLoop } from "./namespace/namespace-defaults-loop.ts";
import { createNamespaceLoop } from "./namespace/namespace-loop.ts";
import { createReplicaSetLoop } from "./replica-set/replica-set-loop.ts";
import { createStatefulSetLoop } from "./stateful-set/stateful-set-loop.ts";
import { createStorageClassLoop } from "./volume/storage-class-loop.ts";
import { createClaimLoop, type VolumeRole } from "./volume/claim-loop.ts";
import { createVolumeLoop } from "./volume/volume-loop.ts";

export interface ControllersOptions {
  /** The certificate authority that `kube-root-ca.crt` hands to every namespace, as PEM. */
  readonly caBundle: string;
}

export interface Controllers {
  /** Works until the signal aborts and everything under way has ended. */
  run(signal: AbortSignal): Promise<void>;
}

/** What kube-controller-manager does, and the cloud of `createCloud` with it. For a cluster that has no controllers: the sandbox. */
export function createControllers(deps: MachineryDeps, options: ControllersOptions): Controllers {
  const loopDeps = createLoopDeps(deps, "kube-controller-manager");
  const garbageCollector = createGarbageCollector(deps, loopDeps.caches);
  const work = createWork(deps, {
    caches: loopDeps.caches,
    loops: [
      createDeploymentLoop(loopDeps),
      createReplicaSetLoop(loopDeps),
      createStatefulSetLoop(loopDeps),
      createDaemonSetLoop(loopDeps),
      createJobLoop(loopDeps),
      createCronJobLoop(loopDeps),
      createEndpointsLoop(loopDeps),
      createDisruptionLoop(loopDeps),
      createNamespaceLoop({ ...loopDeps, client: deps.client }),
      createNamespaceDefaultsLoop(loopDeps, options),
      ...createCloudLoops(loopDeps, "binder"),
    ],
  });
  return {
    async run(signal) {
      await Promise.all([work.run(signal), garbageCollector.run(signal)]);
    },
  };
}

/** What a cloud adds to a control plane that has controllers but none: volumes for claims, addresses for Services and Ingresses. */
export function createCloud(deps: MachineryDeps): Controllers {
  const loopDeps = createLoopDeps(deps, "cloud-controller-manager");
  return createWork(deps, { caches: loopDeps.caches, loops: [...createCloudLoops(loopDeps, "provisioner"), createStorageClassLoop(loopDeps)] });
}

function createLoopDeps(deps: MachineryDeps, component: string): LoopDeps {
  const caches = createCaches(deps);
  return { caches, writer: createWriter(deps, caches), recorder: createEventRecorder(deps, { component }), clock: deps.clock };
}

function createCloudLoops(loopDeps: LoopDeps, role: VolumeRole): readonly Loop[] {
  return [createClaimLoop(loopDeps, role), createVolumeLoop(loopDeps, role), ...createLoadBalancerLoops(loopDeps)];
}
