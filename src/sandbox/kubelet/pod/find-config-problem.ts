import { getBoolean, getField, getList, getString, type KubeObject } from "../../../kube/index.ts";

/** Reads Secrets and ConfigMaps of the pod's namespace. */
export interface ConfigSource {
  getSecret(name: string): KubeObject | undefined;
  getConfigMap(name: string): KubeObject | undefined;
}

/** The first variable of a container whose Secret or ConfigMap, or the key in it, does not exist, as the kubelet says it. */
export function findConfigProblem(container: unknown, source: ConfigSource, namespace: string): string | undefined {
  for (const from of getList(container, "envFrom")) {
    const problem = checkReference(source, { secret: getField(from, "secretRef"), configMap: getField(from, "configMapRef"), namespace });
    if (problem !== undefined) return problem;
  }
  for (const variable of getList(container, "env")) {
    const problem = checkReference(source, { secret: getField(variable, "valueFrom", "secretKeyRef"), configMap: getField(variable, "valueFrom", "configMapKeyRef"), namespace });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The first volume that cannot be mounted, as the kubelet says it. */
export function findMountProblem(pod: KubeObject, source: ConfigSource): string | undefined {
  for (const volume of getList(pod, "spec", "volumes")) {
    const secretName = getString(volume, "secret", "secretName");
    const secret = secretName === undefined ? undefined : { name: secretName, optional: getField(volume, "secret", "optional") };
    const problem = checkReference(source, { secret, configMap: getField(volume, "configMap"), namespace: pod.metadata.namespace ?? "" });
    if (problem !== undefined) return `MountVolume.SetUp failed for volume "${getString(volume, "name") ?? ""}" : ${problem}`;
  }
  return undefined;
}

interface Reference {
  readonly secret: unknown;
  readonly configMap: unknown;
  readonly namespace: string;
}

function checkReference(source: ConfigSource, { secret, configMap, namespace }: Reference): string | undefined {
  if (secret !== undefined) return check(secret, { kind: "secret", label: "Secret", namespace, find: (name) => source.getSecret(name) });
  if (configMap !== undefined) return check(configMap, { kind: "configmap", label: "ConfigMap", namespace, find: (name) => source.getConfigMap(name) });
  return undefined;
}

interface Check {
  readonly kind: string;
  readonly label: string;
  readonly namespace: string;
  readonly find: (name: string) => KubeObject | undefined;
}

function check(reference: unknown, { kind, label, namespace, find }: Check): string | undefined {
  const name = getString(reference, "name");
  if (name === undefined || getBoolean(reference, "optional") === true) return undefined;
  const object = find(name);
  if (object === undefined) return `${kind} "${name}" not found`;
  const key = getString(reference, "key");
  const hasKey = key === undefined || getField(object, "data", key) !== undefined || getField(object, "binaryData", key) !== undefined;
  return hasKey ? undefined : `couldn't find key ${key} in ${label} ${namespace}/${name}`;
}
