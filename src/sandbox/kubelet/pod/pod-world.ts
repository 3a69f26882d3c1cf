import type { Clock } from "../../../async/index.ts";
import { getList, getString, type KubeObject } from "../../../kube/index.ts";
import { type Caches, resources } from "../../machinery/index.ts";
import { computeBehavior, type Pace } from "../container/behavior.ts";
import { parseImage } from "../image/parse-image.ts";
import { readPullSecretHosts } from "../image/pull-secret-hosts.ts";
import type { Registry } from "../image/registry.ts";
import { type ConfigSource, findConfigProblem, findMountProblem } from "./find-config-problem.ts";
import type { PodWorld } from "./pod-sim.ts";

export interface PodWorldDeps {
  readonly caches: Caches;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly pace: Pace;
}

/** What surrounds the containers: registries, images on the nodes, Secrets and ConfigMaps. */
export interface PodWorlds {
  of(pod: KubeObject): PodWorld;
  findMountProblem(pod: KubeObject): string | undefined;
}

export function createPodWorlds({ caches, clock, registry, pace }: PodWorldDeps): PodWorlds {
  const secrets = caches.of(resources.secrets);
  const configMaps = caches.of(resources.configMaps);
  /** By node and image: the id, and from when on the node has it. */
  const pulled = new Map<string, { readonly imageId: string; readonly fromMs: number }>();

  function sourceOf(pod: KubeObject): ConfigSource {
    const { namespace = "" } = pod.metadata;
    return { getSecret: (name) => secrets.get(namespace, name), getConfigMap: (name) => configMaps.get(namespace, name) };
  }

  function findImage(pod: KubeObject, name: string): string | undefined {
    const image = pulled.get(imageKey(pod, name));
    return image !== undefined && image.fromMs <= clock.now() ? image.imageId : undefined;
  }

  function pull(pod: KubeObject, name: string): ReturnType<Registry["pull"]> | undefined {
    const image = parseImage(name);
    if (image === undefined) return undefined;
    const source = sourceOf(pod);
    const outcome = registry.pull({ image, secretHosts: readPullSecretHosts(pod, (secret) => source.getSecret(secret)) });
    if (outcome.kind === "ok" && findImage(pod, name) === undefined) pulled.set(imageKey(pod, name), { imageId: outcome.imageId, fromMs: clock.now() + outcome.pullMs });
    return outcome;
  }

  return {
    findMountProblem: (pod) => findMountProblem(pod, sourceOf(pod)),
    of: (pod) => (container) => {
      const { namespace = "", name = "", uid = "" } = pod.metadata;
      const init = container.role !== "main";
      const spec = getList(pod, "spec", init ? "initContainers" : "containers").find((entry) => getString(entry, "name") === container.name);
      return {
        nowMs: clock.now(),
        podLabel: `${name}_${namespace}(${uid})`,
        behavior: computeBehavior(pod, spec, { init, pace }),
        findImage: () => findImage(pod, container.image),
        findConfigProblem: () => findConfigProblem(spec, sourceOf(pod), namespace),
        pull: () => pull(pod, container.image),
      };
    },
  };
}

function imageKey(pod: KubeObject, image: string): string {
  return `${getString(pod, "spec", "nodeName") ?? ""}\n${image}`;
}
