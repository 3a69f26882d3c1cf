import { getField, getList, getString, type KubeObject } from "../../../kube/index.ts";

/** A running container that read Secrets once, when it started: from then on it does not see them change. */
export interface SecretUse {
  readonly container: string;
  /** Names of Secrets in the namespace of the pod. */
  readonly secrets: readonly string[];
  readonly startedAt: string;
}

/** Environment variables and files mounted with `subPath`. A Secret mounted as a folder follows its changes by itself. */
export function readSecretUses(pod: KubeObject): readonly SecretUse[] {
  const volumes = new Map(getList(pod, "spec", "volumes").map((volume) => [getString(volume, "name") ?? "", secretsOfVolume(volume)]));
  const statuses = [...getList(pod, "status", "containerStatuses"), ...getList(pod, "status", "initContainerStatuses")];
  return [...getList(pod, "spec", "containers"), ...getList(pod, "spec", "initContainers")].flatMap((container) => {
    const name = getString(container, "name") ?? "";
    const secrets = [...new Set([...secretsOfEnvironment(container), ...secretsOfMounts(container, volumes)])];
    const startedAt = getString(
      statuses.find((status) => getString(status, "name") === name),
      "state",
      "running",
      "startedAt",
    );
    return secrets.length === 0 || startedAt === undefined ? [] : [{ container: name, secrets, startedAt }];
  });
}

function secretsOfEnvironment(container: unknown): readonly string[] {
  return [
    ...getList(container, "env").map((variable) => getString(variable, "valueFrom", "secretKeyRef", "name")),
    ...getList(container, "envFrom").map((source) => getString(source, "secretRef", "name")),
  ].filter((name) => name !== undefined);
}

function secretsOfMounts(container: unknown, volumes: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const fixed = getList(container, "volumeMounts").filter((mount) =>
    [getField(mount, "subPath"), getField(mount, "subPathExpr")].some((path) => path !== undefined && path !== ""),
  );
  return fixed.flatMap((mount) => volumes.get(getString(mount, "name") ?? "") ?? []);
}

function secretsOfVolume(volume: unknown): readonly string[] {
  const projected = getList(volume, "projected", "sources").map((source) => getString(source, "secret", "name"));
  return [getString(volume, "secret", "secretName"), ...projected].filter((name) => name !== undefined);
}
