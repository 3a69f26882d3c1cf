import type { ConnectionState } from "../../api/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import { getString } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { isInCluster, type Cluster } from "./cluster.ts";
import type { ClusterServiceDeps } from "./deps.ts";

export interface Connection {
  readonly connectionState: ConnectionState;
  readonly serverVersion?: string;
}

/** How often a cluster is asked at most. */
const expiryMs = 10_000;

/** Whether a cluster answers, and which version it has. Only that we run in is asked: others are shown as they are kept. */
export function createConnections({ kube, clock }: Pick<ClusterServiceDeps, "kube" | "clock">): (ctx: Context, cluster: Cluster) => Promise<Connection> {
  let known: { readonly atMs: number; readonly connection: Promise<Connection> } | undefined;

  async function ask(ctx: Context): Promise<Connection> {
    const attemptedAt = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
    try {
      const version: unknown = JSON.parse(await kube.fetchText("/version", ctx));
      const serverVersion = `${getString(version, "major") ?? ""}.${getString(version, "minor") ?? ""}`;
      return { connectionState: { status: "Successful", message: "", attemptedAt }, serverVersion };
    } catch (error) {
      if (isSillageError(error, "canceled")) throw error;
      return { connectionState: { status: "Failed", message: describeError(error), attemptedAt } };
    }
  }

  return async function fetchConnection(ctx, cluster) {
    if (!isInCluster(cluster)) return { connectionState: { status: "Unknown", message: "Only the cluster that Sillage runs in is served so far" } };
    if (known === undefined || clock.now() - known.atMs >= expiryMs) known = { atMs: clock.now(), connection: ask(ctx) };
    const { connection } = known;
    connection.catch(() => {
      if (known?.connection === connection) known = undefined;
    });
    return connection;
  };
}
