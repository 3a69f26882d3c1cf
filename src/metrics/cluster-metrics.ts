import { Counter, Gauge, type Registry } from "prom-client";
import { inClusterName, inClusterServer } from "../api/index.ts";
import { keyOf, type KubeObject } from "../kube/index.ts";

export interface ClusterState {
  /** Such as `1.36`; `undefined` while the cluster does not answer. */
  readonly version: string | undefined;
  readonly kinds: number;
  readonly objects: number;
}

/** The cluster we run against, as it is when somebody asks. Gives what is to be told of each change in it. */
export function addClusterMetrics(registry: Registry, fetchState: () => Promise<ClusterState>): (change: { readonly object: KubeObject }) => void {
  const registers = [registry];
  const server = inClusterServer;
  const byServer = { labelNames: ["server"], registers };
  const byVersion = { labelNames: ["server", "k8s_version"], registers };
  const kinds = new Gauge({ ...byServer, name: "argocd_cluster_api_resources", help: "Number of monitored kubernetes API resources." });
  const objects = new Gauge({ ...byServer, name: "argocd_cluster_api_resource_objects", help: "Number of k8s resource objects in the cache." });
  const connection = new Gauge({ ...byVersion, name: "argocd_cluster_connection_status", help: "The k8s cluster current connection status." });
  let lastVersion = "";
  const info = new Gauge({
    name: "argocd_cluster_info",
    help: "Information about cluster.",
    labelNames: ["server", "k8s_version", "name"],
    registers,
    async collect() {
      const state = await fetchState();
      lastVersion = state.version ?? lastVersion;
      for (const gauge of [info, connection]) gauge.reset();
      info.set({ server, k8s_version: lastVersion, name: inClusterName }, 1);
      connection.set({ server, k8s_version: lastVersion }, state.version === undefined ? 0 : 1);
      kinds.set({ server }, state.kinds);
      objects.set({ server }, state.objects);
    },
  });
  const events = new Counter({ name: "argocd_cluster_events_total", help: "Number of processed k8s resource events.", labelNames: ["server", "group", "kind"], registers });
  return function changed({ object }) {
    const { group, kind } = keyOf(object);
    events.inc({ server, group, kind });
  };
}
