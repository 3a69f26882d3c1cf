import { Type } from "typebox";
import { SillageError } from "../../errors/index.ts";
import type { Context } from "../../log/index.ts";
import { defineOperation, itemsOf, signedIn, type Access, type Operation } from "../operation/index.ts";
import { isDestination, listClusters, rbacObjectOf, type Cluster, type ShownCluster } from "./cluster.ts";
import { createConnections } from "./connection.ts";
import type { ClusterServiceDeps } from "./deps.ts";

const root = "/api/v1/clusters";
const text = Type.Optional(Type.String());
const connectionState = Type.Object({ status: Type.String(), message: Type.String(), attemptedAt: text });
const texts = Type.Optional(Type.Record(Type.String(), Type.String()));

const cluster = Type.Unsafe<ShownCluster>(
  Type.Object({
    name: Type.String(),
    server: Type.String(),
    project: text,
    namespaces: Type.Optional(Type.Array(Type.String())),
    labels: texts,
    annotations: texts,
    serverVersion: text,
    connectionState,
    info: Type.Object({ connectionState, serverVersion: text, applicationsCount: Type.Integer() }),
  }),
);

/** All operations of the service. */
export function createClusterOperations(deps: ClusterServiceDeps): readonly Operation[] {
  const fetchConnection = createConnections(deps);
  const list = (): readonly Cluster[] => listClusters(deps.settings.listSecrets("cluster"), deps.settings.get());

  async function show(ctx: Context, found: Cluster): Promise<ShownCluster> {
    const connection = await fetchConnection(ctx, found);
    const applicationsCount = deps.applications.list().filter(({ spec }) => isDestination(found, spec.destination)).length;
    return { ...found, ...connection, info: { ...connection, applicationsCount } };
  }

  return [
    defineOperation({
      name: "ClusterService/List",
      route: { method: "GET", path: root },
      request: Type.Object({ server: text, name: text }),
      response: itemsOf(cluster),
      access: signedIn(["clusters, get"]),
      async handle({ ctx, guard }, { server = "", name = "" }) {
        const wanted = list().filter((each) => (server === "" || each.server === server) && (name === "" || each.name === name));
        const visible = wanted.filter((each) => guard.isAllowed({ resource: "clusters", action: "get", object: rbacObjectOf(each) }));
        return { items: await Promise.all(visible.map((each) => show(ctx, each))) };
      },
    }),
    defineOperation({
      name: "ClusterService/Get",
      route: { method: "GET", path: `${root}/:id` },
      request: Type.Object({ id: Type.String(), "id.type": text }),
      response: cluster,
      access: createClusterAccess(list),
      handle: ({ ctx }, _request, target) => show(ctx, target),
    }),
  ];
}

interface Named {
  readonly id: string;
  readonly "id.type"?: string;
}

/** A cluster that is not there is answered as one that may not be seen, as with Argo CD. */
function createClusterAccess(list: () => readonly Cluster[]): Access<Named, Cluster> {
  return {
    kind: "permitted",
    permissions: ["clusters, get"],
    async admit({ guard }, request) {
      const type = request["id.type"] ?? "url";
      const id = type === "name_escaped" ? readEscaped(request.id) : request.id;
      const found = list().find((each) => (type === "url" ? each.server === id.replace(/\/+$/, "") : each.name === id));
      if (found === undefined || !guard.isAllowed({ resource: "clusters", action: "get", object: rbacObjectOf(found) })) {
        throw new SillageError("forbidden", `permission denied: there is no cluster "${id}" that you may get`);
      }
      return found;
    },
  };
}

function readEscaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new SillageError("invalid", `"${text}" is no escaped name`, { cause });
  }
}
