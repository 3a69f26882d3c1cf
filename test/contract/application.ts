import { deepEqual } from "node:assert/strict";
import type { KubeObject } from "../../src/kube/index.ts";
import { buildApplication } from "../builders/application.ts";
import type { ApiServer } from "../support/api-server.ts";
import type { ContractRow } from "./row.ts";

const root = "/api/v1/applications";

/** A call about an application of its own, which needs one permission on it. */
function about(operation: string, path: string, row: Partial<ContractRow> & { readonly action?: string } = {}): ContractRow {
  const { action = "get", ...rest } = row;
  const name = `${operation}${path.replaceAll(/\W+/g, "-")}`.toLowerCase().slice(0, 50).replace(/-$/, "");
  return {
    operation: `ApplicationService/${operation}`,
    path: `${root}/${name}${path}`,
    needs: [`applications, ${action}, default/${name}`],
    ...rest,
    given: async (api) => {
      await api.put(buildApplication({ name }));
      await rest.given?.(api);
    },
  };
}

const deployment = "group=apps&version=v1&kind=Deployment&namespace=shop&resourceName=web";
const node = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web", uid: "u1" };

/** The Deployment `shop/web` in the cluster and in every tree. */
async function deploy(api: ApiServer): Promise<void> {
  const { signal } = new AbortController();
  const find = async (group: string, kind: string) => (await api.kube.discovery.findByKind({ group, version: "v1", kind }, { signal }))!;
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "web:1" }] } };
  const object: KubeObject = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" }, spec: { selector: { matchLabels: labels }, template } };
  for (const [resource, wanted] of [
    [await find("", "Namespace"), { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } }],
    [await find("apps", "Deployment"), object],
  ] as const) {
    await api.kube.apply(resource, wanted, { signal, fieldManager: "test", force: true });
  }
  api.answers.tree = { nodes: [node], orphanedNodes: [] };
}

const created = {
  name: "created",
  spec: {
    project: "default",
    source: { repoURL: "https://git.example.com/shop.git", path: "apps/web" },
    destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
  },
};
const wanted = { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: created.name }, spec: created.spec };

function namesOf(answer: unknown): readonly string[] {
  return (answer as { readonly items: readonly { readonly metadata: { readonly name: string } }[] }).items.map(({ metadata }) => metadata.name);
}

export const rows: readonly ContractRow[] = [
  {
    operation: "ApplicationService/List",
    path: root,
    needs: ["applications, get, default/listed"],
    without: 200,
    given: (api) => Promise.all(["listed", "not-listed"].map((name) => api.put(buildApplication({ name })))),
    check: (answer) => deepEqual(namesOf(answer), ["listed"]),
  },
  { operation: "ApplicationService/List", path: `${root}?selector=%3D%3D`, status: 400 },
  { operation: "ApplicationService/Create", path: root, body: wanted, needs: ["applications, create, default/created"] },
  { operation: "ApplicationService/Create", path: root, body: { metadata: {} }, status: 400 },
  {
    operation: "ApplicationService/Create",
    path: `${root}?upsert=true`,
    body: { ...wanted, spec: { ...created.spec, revisionHistoryLimit: 3 } },
    needs: ["applications, create, default/created", "applications, update, default/created"],
  },
  about("Get", ""),
  { operation: "ApplicationService/Get", path: `${root}/none`, needs: ["applications, get, default/none"], status: 403 },
  { operation: "ApplicationService/Get", path: `${root}/none?project=default`, needs: ["applications, get, default/none"], status: 404 },
  about("Update", "", {
    action: "update",
    body: { ...wanted, metadata: { name: "update" } },
  }),
  about("UpdateSpec", "/spec", { action: "update", body: created.spec }),
  about("Patch", "", { action: "update", body: { patch: '{"metadata":{"labels":{"team":"a"}}}', patchType: "merge" } }),
  about("Patch", "?no", { action: "update", body: { patch: "no json" }, status: 400 }),
  about("Delete", "", { action: "delete" }),
  about("Delete", "?cascade=false&propagationPolicy=foreground", { action: "delete", status: 400 }),
  about("Sync", "/sync", { action: "sync", body: { prune: true } }),
  about("Sync", "/sync?no", { action: "sync", body: { prune: "yes" }, without: 400, status: 400 }),
  about("Rollback", "/rollback", { action: "sync", body: { id: 7 }, status: 400 }),
  about("TerminateOperation", "/operation", { action: "sync", status: 400 }),
  about("ManagedResources", "/managed-resources"),
  about("GetManifests", "/manifests?revision=abc"),
  about("RevisionMetadata", "/revisions/abcdef0/metadata"),
  about("RevisionMetadata", "/revisions/0000000/metadata", { status: 404 }),
  about("CompareManifests", "/server-side-diff", { body: { targetManifests: ['{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}'] } }),
  about("ServerSideDiff", `/server-side-diff?targetManifests=${encodeURIComponent('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}')}`),
  about("ResourceTree", "/resource-tree"),
  about("ListResourceEvents", "/events"),
  about("GetApplicationSyncWindows", "/syncwindows"),
  about("GetResource", `/resource?${deployment}`, { given: deploy }),
  about("GetResource", "/resource?version=v1&kind=Secret&namespace=shop&resourceName=none", { status: 400 }),
  about("PatchResource", `/resource?${deployment}`, { action: "update/apps/Deployment/shop/web", body: '{"spec":{"replicas":2}}', given: deploy }),
  about("DeleteResource", `/resource?${deployment}`, { action: "delete/apps/Deployment/shop/web", given: deploy }),
  about("ListResourceActions", `/resource/actions?${deployment}`, { given: deploy }),
  about("RunResourceAction", `/resource/actions?${deployment}`, { action: "action/apps/Deployment/restart", body: "restart", given: deploy }),
  about("RunResourceActionV2", "/resource/actions/v2", {
    action: "action/apps/Deployment/restart",
    body: { ...node, resourceName: "web", action: "restart" },
    given: deploy,
  }),
  ...logRows(),
  {
    operation: "ApplicationService/Watch",
    path: "/api/v1/stream/applications",
    needs: ["applications, get, default/watched"],
    without: 200,
    given: (api) => api.put(buildApplication({ name: "watched" })),
    check: (item) => deepEqual((item as { readonly application: { readonly metadata: { readonly name: string } } }).application.metadata.name, "watched"),
  },
  {
    operation: "ApplicationService/WatchResourceTree",
    path: "/api/v1/stream/applications/watched-tree/resource-tree",
    needs: ["applications, get, default/watched-tree"],
    given: (api) => api.put(buildApplication({ name: "watched-tree" })),
  },
];

/** Logs need a permission of their own beside the one to see the application. */
function logRows(): readonly ContractRow[] {
  return [
    ["Logs", "/logs"],
    ["PodLogs", "/pods/web-1/logs"],
  ].map(([operation = "", path = ""]) => {
    const row = about(operation, path, { given: async (api) => void (api.answers.tree = { nodes: [], orphanedNodes: [] }) });
    const object = row.needs?.[0]?.split(", ").at(-1) ?? "";
    return { ...row, needs: [...(row.needs ?? []), `logs, get, ${object}`] };
  });
}
