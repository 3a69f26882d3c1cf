import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../errors/index.ts";
import type { ClusterConnection } from "./connection.ts";

export interface InClusterOptions {
  /** `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT` of the pod. */
  readonly host: string;
  readonly port: string;
  /** Where the service account is mounted. */
  readonly folder?: string;
}

const mountedFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/** The API server as seen from inside a pod, as the pod's service account. */
export async function loadInCluster(options: InClusterOptions): Promise<ClusterConnection> {
  const { host, port, folder = mountedFolder } = options;
  try {
    const [ca, namespace] = await Promise.all(["ca.crt", "namespace"].map((name) => readFile(join(folder, name), "utf8")));
    return {
      server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
      credentials: { kind: "tokenFile", path: join(folder, "token") },
      ...(ca === undefined ? {} : { ca }),
      ...(namespace === undefined ? {} : { namespace: namespace.trim() }),
    };
  } catch (cause) {
    throw new SillageError("invalid", `Cannot read the service account in "${folder}"`, { cause });
  }
}
