import type { ConnectionState } from "../api/index.ts";
import { getField, getList, getNumber, getString, getStringMap } from "../kube/index.ts";
import { queryOf, type Call } from "./application-path.ts";
import type { Http } from "./http.ts";

/** A cluster as the server shows it. */
export interface ClusterInfo {
  readonly name: string;
  readonly server: string;
  readonly project?: string;
  readonly namespaces: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly serverVersion?: string;
  readonly applicationsCount: number;
  readonly connectionState: ConnectionState;
}

export interface ClusterCalls {
  fetchClusters(call: Call): Promise<readonly ClusterInfo[]>;
  /** By its URL, or else by its name. */
  fetchCluster(which: { readonly server: string } | { readonly name: string }, call: Call): Promise<ClusterInfo>;
}

const root = "/api/v1/clusters";

export function createClusterCalls(http: Http): ClusterCalls {
  return {
    async fetchClusters({ signal }) {
      return getList(await http.json("GET", root, { signal }), "items").map(parseCluster);
    },
    async fetchCluster(which, { signal }) {
      const [id, type] = "server" in which ? [which.server, undefined] : [which.name, "name"];
      return parseCluster(await http.json("GET", `${root}/${encodeURIComponent(id)}`, { signal, query: queryOf({ "id.type": type }) }));
    },
  };
}

export function parseCluster(value: unknown): ClusterInfo {
  const project = getString(value, "project") ?? "";
  const serverVersion = getString(value, "serverVersion") ?? getString(value, "info", "serverVersion") ?? "";
  return {
    name: getString(value, "name") ?? "",
    server: getString(value, "server") ?? "",
    ...(project === "" ? {} : { project }),
    namespaces: getList(value, "namespaces").filter((namespace) => typeof namespace === "string"),
    labels: getStringMap(value, "labels"),
    ...(serverVersion === "" ? {} : { serverVersion }),
    applicationsCount: getNumber(value, "info", "applicationsCount") ?? 0,
    connectionState: parseState(getField(value, "connectionState")),
  };
}

function parseState(value: unknown): ConnectionState {
  const status = getString(value, "status");
  const attemptedAt = getString(value, "attemptedAt");
  return {
    status: status === "Successful" || status === "Failed" ? status : "Unknown",
    message: getString(value, "message") ?? "",
    ...(attemptedAt === undefined ? {} : { attemptedAt }),
  };
}
