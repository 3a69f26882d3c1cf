import { getList, getRecord, getString, type KubeObject } from "../../../kube/index.ts";

/** The registries for which a pod's image pull secrets hold credentials. */
export function readPullSecretHosts(pod: KubeObject, getSecret: (name: string) => KubeObject | undefined): ReadonlySet<string> {
  const names = getList(pod, "spec", "imagePullSecrets").map((entry) => getString(entry, "name") ?? "");
  return new Set(names.flatMap((name) => hostsOf(getSecret(name))));
}

function hostsOf(secret: KubeObject | undefined): readonly string[] {
  const encoded = getString(secret, "data", ".dockerconfigjson");
  if (encoded === undefined) return [];
  try {
    const config: unknown = JSON.parse(Buffer.from(encoded, "base64").toString("utf8"));
    return Object.keys(getRecord(config, "auths") ?? {}).map(hostOf);
  } catch {
    // A Secret that is no JSON opens no registry.
    return [];
  }
}

/** Docker Hub goes by several names. */
function hostOf(server: string): string {
  const host = server.replace(/^https?:\/\//, "").split("/", 1)[0] ?? "";
  return host === "index.docker.io" || host === "registry-1.docker.io" ? "docker.io" : host;
}
