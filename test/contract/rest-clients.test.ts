import { deepEqual, equal, match } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { getField, getRecord, getString, type JsonObject, type KubeObject } from "../../src/kube/index.ts";
import { buildApplication } from "../builders/application.ts";
import { startApiServer, type ApiServer } from "../support/api-server.ts";

/** What scripts and pipelines say to Argo CD with `curl`, in their words. */
interface Exchange {
  readonly name: string;
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** As text it is sent as it is, such as the JSON text `"restart"`. */
  readonly body?: string | object;
  /** Default 200. */
  readonly status?: number;
  /** What the client reads of the answer; with a text, its fields by their paths. */
  readonly reads: Readonly<Record<string, unknown>>;
}

const apps = "/api/v1/applications";
const repoURL = "https://git.example.com/shop.git";
const repository = `/api/v1/repositories/${encodeURIComponent(repoURL)}`;
const deployment = "namespace=shop&resourceName=web&version=v1&group=apps&kind=Deployment";
const spec = { project: "default", source: { repoURL, path: "apps/api", targetRevision: "HEAD" }, destination: { server: "https://kubernetes.default.svc", namespace: "shop" } };
const history = [
  { id: 3, revision: "aaa", deployedAt: "2026-01-02T03:04:05Z", source: spec.source },
  { id: 4, revision: "bbb", deployedAt: "2026-01-03T03:04:05Z", source: spec.source },
];

const exchanges: readonly Exchange[] = [
  { name: "the version, without a session", path: "/api/version", reads: { Version: "1.2.3" } },
  { name: "who is logged in", path: "/api/v1/session/userinfo", reads: { loggedIn: true, username: "admin", iss: "argocd" } },
  {
    name: "a wrong password",
    method: "POST",
    path: "/api/v1/session",
    body: { username: "admin", password: "wrong" },
    status: 401,
    reads: { error: "Invalid username or password", code: 16, message: "Invalid username or password" },
  },
  {
    name: "an application without apiVersion and kind",
    method: "POST",
    path: `${apps}?upsert=true&validate=false`,
    body: { metadata: { name: "api", namespace: "", labels: { team: "shop" } }, spec: { ...spec, syncPolicy: null } },
    reads: { kind: "Application", "metadata.name": "api", "metadata.namespace": "argocd", "spec.source.path": "apps/api" },
  },
  { name: "the same again, without upsert", method: "POST", path: apps, body: { metadata: { name: "api", labels: { team: "shop" } }, spec }, reads: { "metadata.name": "api" } },
  {
    name: "another spec, without upsert",
    method: "POST",
    path: apps,
    body: { metadata: { name: "api" }, spec: { ...spec, revisionHistoryLimit: 2 } },
    status: 400,
    reads: { code: 3, message: 'Application "api": existing application spec is different, use upsert flag to force update' },
  },
  {
    name: "another spec, with upsert",
    method: "POST",
    path: `${apps}?upsert=1`,
    body: { metadata: { name: "api" }, spec: { ...spec, revisionHistoryLimit: 2 } },
    reads: { "spec.revisionHistoryLimit": 2 },
  },
  { name: "a list by label", path: `${apps}?selector=team%3Dshop&refresh=true&resourceVersion=0`, reads: { "items.0.metadata.name": "api", "items.1": undefined } },
  {
    name: "a list of two projects",
    path: `${apps}?projects=default&projects=other&fields=items.metadata.name`,
    reads: { items: [{ metadata: { name: "api" } }, { metadata: { name: "web" } }] },
  },
  { name: "a list of no project", path: `${apps}?projects=other`, reads: { items: [] } },
  { name: "one that does not exist", path: `${apps}/none`, status: 403, reads: { code: 7 } },
  { name: "one that does not exist in the project", path: `${apps}/none?project=default`, status: 404, reads: { code: 5 } },
  {
    name: "a sync",
    method: "POST",
    path: `${apps}/web/sync`,
    body: { prune: true, dryRun: false, strategy: { hook: {} }, resources: null, syncOptions: { items: null }, appNamespace: "", project: "" },
    reads: { "operation.sync": { prune: true, syncStrategy: { hook: {} } }, "operation.initiatedBy": { username: "admin" } },
  },
  {
    name: "a sync meanwhile",
    method: "POST",
    path: `${apps}/web/sync`,
    body: "{}",
    status: 409,
    reads: { code: 9, message: 'Application "web": another operation is already in progress' },
  },
  { name: "a sync without a body", method: "POST", path: `${apps}/api/sync`, reads: { "operation.initiatedBy.username": "admin" } },
  {
    name: "a patch",
    method: "PATCH",
    path: `${apps}/web`,
    body: { patch: '{"spec":{"source":{"targetRevision":"v2"}}}', patchType: "merge" },
    reads: { "spec.source.targetRevision": "v2" },
  },
  {
    name: "an update from a file",
    method: "PUT",
    path: `${apps}/web?validate=false`,
    body: { metadata: { name: "web" }, spec: { ...spec, source: { ...spec.source, targetRevision: "v3" } } },
    reads: { "spec.source.targetRevision": "v3" },
  },
  { name: "a spec", method: "PUT", path: `${apps}/web/spec`, body: { ...spec, revisionHistoryLimit: 7 }, reads: { revisionHistoryLimit: 7, project: "default" } },
  {
    name: "a rollback",
    method: "POST",
    path: `${apps}/rolled/rollback`,
    body: { name: "rolled", id: 3, prune: true, dryRun: false },
    reads: { "operation.sync.revision": "aaa", "operation.sync.prune": true },
  },
  {
    name: "managed resources by an object's name",
    path: `${apps}/web/managed-resources?name=web&fields=items.name,items.kind`,
    reads: { items: [{ name: "web", kind: "Deployment" }] },
  },
  { name: "a tree", path: `${apps}/web/resource-tree`, reads: { "nodes.0.kind": "Deployment", "nodes.0.uid": "u1" } },
  { name: "events", path: `${apps}/web/events`, reads: { items: [] } },
  { name: "sync windows", path: `${apps}/web/syncwindows`, reads: { activeWindows: [], assignedWindows: [], canSync: true } },
  { name: "the actions of an object", path: `${apps}/web/resource/actions?${deployment}`, reads: { "actions.0.name": "pause" } },
  { name: "a restart", method: "POST", path: `${apps}/web/resource/actions?${deployment}`, body: '"restart"', reads: {} },
  {
    name: "a patch of an object",
    method: "POST",
    path: `${apps}/web/resource?${deployment}&patchType=application%2Fmerge-patch%2Bjson`,
    body: JSON.stringify('{"spec":{"replicas":3}}'),
    reads: {},
  },
  {
    name: "a project with a role",
    method: "POST",
    path: "/api/v1/projects",
    body: {
      project: {
        metadata: { name: "team" },
        spec: { sourceRepos: ["*"], roles: [{ name: "ci", policies: ["p, proj:team:ci, applications, sync, team/*, allow"], groups: null }] },
      },
    },
    reads: { "metadata.name": "team", "spec.roles.0.name": "ci" },
  },
  { name: "names of projects", path: "/api/v1/projects?fields=items.metadata.name", reads: { items: [{ metadata: { name: "team" } }] } },
  {
    name: "a repository",
    method: "POST",
    path: "/api/v1/repositories?upsert=true",
    body: { type: "git", repo: repoURL, username: "ci", password: "s3cret", insecure: false, enableLfs: false, proxy: "", githubAppID: 0 },
    reads: { repo: repoURL, "connectionState.status": "Successful", password: undefined },
  },
  { name: "a try of credentials", method: "POST", path: `${repository}/validate?username=ci&password=s3cret&insecure=false`, body: JSON.stringify(repoURL), reads: {} },
  { name: "its connection", path: `${repository}?forceRefresh=true`, reads: { repo: repoURL, "connectionState.status": "Successful" } },
  {
    name: "the cluster by name",
    path: "/api/v1/clusters/in-cluster?id.type=name",
    reads: { server: "https://kubernetes.default.svc", "info.connectionState.status": "Successful" },
  },
  { name: "a permission", path: "/api/v1/account/can-i/applications/sync/default/web", reads: { value: "yes" } },
  { name: "a deletion that leaves the objects", method: "DELETE", path: `${apps}/web?cascade=false`, reads: {} },
  { name: "that it is gone", path: `${apps}/web?project=default`, status: 404, reads: { code: 5 } },
];

describe("REST clients of Argo CD", { timeout: 60_000 }, () => {
  let api: ApiServer;
  before(async () => {
    api = await startApiServer();
    await api.put(buildApplication({ spec: { syncPolicy: {} } }));
    await api.put(buildApplication({ name: "rolled", spec: { project: "archive", syncPolicy: {} }, status: { history } }));
    await deploy(api);
  });
  after(() => api.close());

  for (const { name, reads, status = 200, ...request } of exchanges) {
    it(`${request.method ?? "GET"} ${name}`, async () => {
      const { status: seen, body } = await send(api, request);
      equal(seen, status, JSON.stringify(body));
      deepEqual(Object.fromEntries(Object.keys(reads).map((path) => [path, at(body, path)])), reads);
    });
  }

  it("log in, sync, and poll until the operation is over", async () => {
    await api.set("argocd-cm", { "accounts.ci": "apiKey" });
    await api.set("argocd-rbac-cm", { "policy.csv": "g, ci, role:admin" });
    const made = await send(api, { method: "POST", path: "/api/v1/account/ci/token", body: { name: "ci", id: "one", expiresIn: 3600 } });
    const token = getString(made.body, "token") ?? "";
    match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    deepEqual(at((await send(api, { path: "/api/v1/account/ci" })).body, "tokens.0.id"), "one");

    await api.put(buildApplication({ name: "polled", spec: { syncPolicy: {} } }));
    equal((await send(api, { method: "POST", path: `${apps}/polled/sync`, body: {} }, token)).status, 200);
    const finished: JsonObject = { phase: "Succeeded", operation: {}, startedAt: "2026-01-02T03:04:05Z", finishedAt: "2026-01-02T03:04:09Z" };
    await api.patch("polled", { operation: null, status: { sync: { status: "Synced" }, health: { status: "Healthy" }, operationState: finished } });
    for (;;) {
      const { body } = await send(api, { path: `${apps}/polled` }, token);
      if (getString(body, "status", "operationState", "phase") !== "Succeeded") continue;
      deepEqual([at(body, "status.sync.status"), at(body, "status.health.status"), at(body, "operation")], ["Synced", "Healthy", undefined]);
      break;
    }
  });

  it("read logs to their end", async () => {
    const lines = "follow=false&tailLines=10&sinceSeconds=0&sinceTime.seconds=1767323045";
    const response = await fetch(`${api.url}${apps}/api/logs?${lines}`, { headers: { authorization: `Bearer ${api.token}` } });
    const results = (await response.text()).split("\n").flatMap((line): unknown[] => (line === "" ? [] : [JSON.parse(line)]));
    const last = getField(results.at(-1), "result");
    deepEqual({ ...getRecord(last), timeStamp: "", timeStampStr: "" }, { content: "", podName: "", timeStamp: "", timeStampStr: "", last: true });
    match(getString(last, "timeStampStr") ?? "", /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it("use the token of a project role, until it is deleted", async () => {
    const { body } = await send(api, { method: "POST", path: "/api/v1/projects/team/roles/ci/token", body: { expiresIn: 0, description: "pipeline" } });
    const token = getString(body, "token") ?? "";
    equal(at((await send(api, { path: "/api/v1/session/userinfo" }, token)).body, "username"), "proj:team:ci");
    equal((await send(api, { method: "POST", path: `${apps}/api/sync`, body: {} }, token)).status, 403);
    const issuedAt = at((await send(api, { path: "/api/v1/projects/team" })).body, "spec.roles.0.jwtTokens.0.iat");
    equal(typeof issuedAt, "number");
    equal((await send(api, { method: "DELETE", path: `/api/v1/projects/team/roles/ci/token/${String(issuedAt)}` })).status, 200);
    equal((await send(api, { path: apps }, token)).status, 401);
  });
});

async function send(
  api: ApiServer,
  { method = "GET", path, body }: Pick<Exchange, "method" | "path" | "body">,
  token = api.token,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { authorization: `Bearer ${token}`, ...(method === "GET" ? {} : { "content-type": "application/json" }) };
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  const response = await fetch(`${api.url}${path}`, { method, headers, ...(text === undefined ? {} : { body: text }) });
  return { status: response.status, body: await response.json() };
}

/** As `jq` reads `.items[0].metadata.name`, written `items.0.metadata.name`. */
function at(value: unknown, path: string): unknown {
  return path.split(".").reduce((found: unknown, name) => (Array.isArray(found) ? found[Number(name)] : getField(found, name)), value);
}

/** The Deployment `shop/web` in the cluster, in every tree and among what every application manages. */
async function deploy(api: ApiServer): Promise<void> {
  const { signal } = new AbortController();
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "web:1" }] } };
  const objects: readonly KubeObject[] = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
    { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" }, spec: { selector: { matchLabels: labels }, template } },
  ];
  for (const object of objects) {
    const [version = "", group = ""] = object.apiVersion.split("/").toReversed();
    const resource = await api.kube.discovery.findByKind({ group, version, kind: object.kind }, { signal });
    await api.kube.apply(resource!, object, { signal, fieldManager: "test", force: true });
  }
  const node = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" };
  const states = { targetState: "{}", liveState: "{}", normalizedLiveState: "{}", predictedLiveState: "{}", modified: false };
  api.answers.tree = { nodes: [{ ...node, uid: "u1" }], orphanedNodes: [] };
  api.answers.managedResources = [
    { ...node, ...states },
    { ...node, ...states, name: "other" },
  ];
}
