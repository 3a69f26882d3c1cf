import { inClusterName, inClusterServer, type ConnectionState, type Destination } from "../../api/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { readSecretKey } from "../../settings/index.ts";

/** A cluster as people see it: where it is, never how to get into it. */
export interface Cluster {
  readonly name: string;
  readonly server: string;
  readonly project?: string;
  readonly namespaces?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A cluster with what is known of it at the moment, as Argo CD shows it. */
export interface ShownCluster extends Cluster {
  readonly serverVersion?: string;
  readonly connectionState: ConnectionState;
  readonly info: { readonly connectionState: ConnectionState; readonly serverVersion?: string; readonly applicationsCount: number };
}

/** The labelled Secrets, and the cluster we run in unless one of them is for it or settings say that it is none. */
export function listClusters(secrets: readonly KubeObject[], { isInClusterEnabled }: { readonly isInClusterEnabled: boolean }): readonly Cluster[] {
  const kept = secrets.flatMap((secret) => describeClusterSecret(secret) ?? []);
  const isKept = kept.some(isInCluster);
  const shown = isInClusterEnabled ? kept : kept.filter((cluster) => !isInCluster(cluster));
  return isKept || !isInClusterEnabled ? shown : [{ name: inClusterName, server: inClusterServer }, ...shown];
}

/** `undefined` when it names no server. */
export function describeClusterSecret(secret: KubeObject): Cluster | undefined {
  const server = readSecretKey(secret, "server")?.replace(/\/+$/, "");
  if (server === undefined) return undefined;
  const project = readSecretKey(secret, "project");
  const namespaces = (readSecretKey(secret, "namespaces") ?? "").split(",").flatMap((namespace) => (namespace.trim() === "" ? [] : [namespace.trim()]));
  const { labels = {}, annotations = {} } = secret.metadata;
  const own = omit(labels, "argocd.argoproj.io/secret-type");
  const noted = omit(annotations, "managed-by", "kubectl.kubernetes.io/last-applied-configuration");
  return {
    name: readSecretKey(secret, "name") ?? server,
    server,
    ...(project === undefined ? {} : { project }),
    ...(namespaces.length === 0 ? {} : { namespaces }),
    ...(Object.keys(own).length === 0 ? {} : { labels: own }),
    ...(Object.keys(noted).length === 0 ? {} : { annotations: noted }),
  };
}

export function isInCluster({ server }: Pick<Cluster, "server">): boolean {
  return server === inClusterServer;
}

export function isDestination({ name, server }: Cluster, destination: Destination): boolean {
  const { server: wanted = "" } = destination;
  return wanted === "" ? destination.name === name : wanted.replace(/\/+$/, "") === server;
}

/** The object of RBAC: the server, within its project when it has one. */
export function rbacObjectOf({ server, project = "" }: Pick<Cluster, "server" | "project">): string {
  return project === "" ? server : `${project}/${server}`;
}

/** Without what only tools read, which may hold the whole Secret. */
function omit(map: Readonly<Record<string, string>>, ...keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
