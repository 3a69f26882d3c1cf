import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { systemClock } from "../async/index.ts";
import type { Transport, TransportRequest } from "../kube/index.ts";
import { type Sandbox, administrator, createSandbox } from "./create-sandbox.ts";

let sandbox: Sandbox;
let api: Transport;
const { signal } = new AbortController();

before(async () => {
  sandbox = await createSandbox({ clock: systemClock, random: Math.random });
  api = sandbox.transport(administrator);
});
after(() => sandbox.close());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into any JSON
  readonly json: any;
}

async function send(
  method: TransportRequest["method"],
  path: string,
  options: { body?: unknown; type?: string; accept?: string; as?: Transport; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const headers = { accept: options.accept ?? "application/json", "content-type": options.type ?? "application/json", "user-agent": "test/1", ...options.headers };
  const response = await (options.as ?? api).send({ method, path, headers, signal, ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }) });
  const text = Buffer.concat(await Array.fromAsync(response.body)).toString();
  return { status: response.status, headers: response.headers, json: JSON.parse(text) };
}

const maps = "/api/v1/namespaces/default/configmaps";

function configMap(name: string, data: Record<string, string> = {}, metadata: object = {}): object {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, ...metadata }, data };
}

/** The events of a watch that ends by itself after a second, or is left after `count`. */
async function watch(path: string, count: number): Promise<{ type: string; object: Record<string, never> & { metadata: { name: string; resourceVersion: string } } }[]> {
  const response = await api.send({ method: "GET", path: `${path}${path.includes("?") ? "&" : "?"}watch=true&timeoutSeconds=1`, headers: {}, signal });
  let text = "";
  for await (const chunk of response.body) {
    text += Buffer.from(chunk).toString();
    if (text.split("\n").length > count) break;
  }
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

test("an object is created once, with what the server adds", async () => {
  const created = await send("POST", maps, { body: configMap("once", { a: "1" }) });
  assert.equal(created.status, 201);
  const { uid, resourceVersion, creationTimestamp, managedFields } = created.json.metadata;
  assert.ok(uid && resourceVersion && creationTimestamp);
  assert.deepEqual(
    managedFields.map((entry: { manager: string; operation: string; fieldsV1: unknown }) => [entry.manager, entry.operation, entry.fieldsV1]),
    [["test", "Update", { "f:data": { ".": {}, "f:a": {} } }]],
  );
  const again = await send("POST", maps, { body: configMap("once") });
  assert.deepEqual([again.status, again.json.reason, again.json.message], [409, "AlreadyExists", 'configmaps "once" already exists']);
});

test("updates need the right revision and uid, and change nothing when nothing changes", async () => {
  const { json: first } = await send("POST", maps, { body: configMap("update", { a: "1" }) });
  const stale = await send("PUT", `${maps}/update`, { body: configMap("update", {}, { resourceVersion: "1" }) });
  assert.deepEqual([stale.status, stale.json.reason], [409, "Conflict"]);
  const foreign = await send("PUT", `${maps}/update`, { body: configMap("update", {}, { uid: "other" }) });
  assert.deepEqual([foreign.status, foreign.json.reason], [409, "Conflict"]);
  const same = await send("PUT", `${maps}/update`, { body: configMap("update", { a: "1" }) });
  assert.deepEqual([same.status, same.json.metadata.resourceVersion], [200, first.metadata.resourceVersion]);
});

test("a dry run answers as if, and stores nothing", async () => {
  const created = await send("POST", `${maps}?dryRun=All`, { body: configMap("dry") });
  assert.equal(created.status, 201);
  assert.ok(created.json.metadata.uid);
  assert.equal(created.json.metadata.resourceVersion, undefined);
  assert.equal((await send("GET", `${maps}/dry`)).status, 404);
  assert.equal((await send("POST", `${maps}?dryRun=Some`, { body: configMap("dry") })).status, 422);
});

test("pages of a list stay at the first page's revision", async () => {
  for (const name of ["p1", "p2", "p3"]) await send("POST", maps, { body: configMap(name, {}, { labels: { page: "1" } }) });
  const first = await send("GET", `${maps}?limit=2&labelSelector=page=1`);
  assert.deepEqual(
    first.json.items.map((item: { metadata: { name: string } }) => item.metadata.name),
    ["p1", "p2"],
  );
  assert.equal(first.json.items[0].kind, undefined);
  await send("DELETE", `${maps}/p3`);
  const next = `${maps}?limit=2&labelSelector=page=1&continue=${first.json.metadata.continue}`;
  const second = await send("GET", next);
  assert.deepEqual(
    second.json.items.map((item: { metadata: { name: string } }) => item.metadata.name),
    ["p3"],
  );
  assert.equal(second.json.metadata.resourceVersion, first.json.metadata.resourceVersion);
  sandbox.compact();
  const late = await send("GET", next);
  assert.deepEqual([late.status, late.json.reason, typeof late.json.metadata.continue], [410, "Expired", "string"]);
});

test("a watch sees objects enter and leave its selection", async () => {
  const { json: list } = await send("GET", maps);
  await send("POST", maps, { body: configMap("w", {}, { labels: { seen: "yes" } }) });
  await send("PATCH", `${maps}/w`, { type: "application/merge-patch+json", body: { metadata: { labels: { seen: "no" } } } });
  const { json: last } = await send("PATCH", `${maps}/w`, { type: "application/merge-patch+json", body: { metadata: { labels: { seen: "yes" } } } });
  const events = await watch(`${maps}?resourceVersion=${list.metadata.resourceVersion}&labelSelector=seen=yes`, 3);
  assert.deepEqual(
    events.map((event) => event.type),
    ["ADDED", "DELETED", "ADDED"],
  );
  assert.equal(events[2]!.object.metadata.resourceVersion, last.metadata.resourceVersion);
  assert.deepEqual((events[1]!.object.metadata as unknown as { labels: unknown }).labels, { seen: "yes" });
});

test("a watch from a compacted revision gets one ERROR inside a 200", async () => {
  sandbox.compact();
  const events = await watch(`${maps}?resourceVersion=1`, 5);
  assert.deepEqual(
    events.map((event) => [event.type, (event.object as unknown as { code: number; reason: string }).code, (event.object as unknown as { reason: string }).reason]),
    [["ERROR", 410, "Expired"]],
  );
});

test("sendInitialEvents ends its first events with a marked bookmark", async () => {
  const events = await watch("/api/v1/namespaces?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true", 5);
  assert.deepEqual(
    events.map((event) => event.type),
    ["ADDED", "ADDED", "ADDED", "ADDED", "BOOKMARK"],
  );
  assert.deepEqual((events[4]!.object.metadata as unknown as { annotations: unknown }).annotations, { "k8s.io/initial-events-end": "true" });
  const refused = await send("GET", "/api/v1/namespaces?watch=true&sendInitialEvents=true");
  assert.equal(refused.status, 422);
});

const deployments = "/apis/apps/v1/namespaces/default/deployments";
const web = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web" },
  spec: { selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "c", image: "web:1" }] } } },
};

test("spec and status are written apart, and only spec counts generations", async () => {
  const created = await send("POST", deployments, { body: { ...web, status: { replicas: 9 } } });
  assert.deepEqual([created.json.metadata.generation, created.json.status], [1, {}]);
  const patch = { metadata: { labels: { a: "b" } }, spec: { replicas: 3 }, status: { replicas: 3 } };
  const status = await send("PATCH", `${deployments}/web/status`, { type: "application/merge-patch+json", body: patch });
  assert.deepEqual([status.json.spec.replicas, status.json.status, status.json.metadata.labels, status.json.metadata.generation], [1, { replicas: 3 }, undefined, 1]);
  const main = await send("PATCH", `${deployments}/web`, { type: "application/strategic-merge-patch+json", body: { ...patch, status: { replicas: 7 } } });
  assert.deepEqual([main.json.spec.replicas, main.json.status.replicas, main.json.metadata.generation], [3, 3, 2]);
  const scaled = await send("PATCH", `${deployments}/web/scale`, { type: "application/merge-patch+json", body: { spec: { replicas: 5 } } });
  assert.deepEqual([scaled.json.kind, scaled.json.spec, scaled.json.status], ["Scale", { replicas: 5 }, { replicas: 3, selector: "app=web" }]);
  const moved = await send("PATCH", `${deployments}/web`, { type: "application/merge-patch+json", body: { spec: { selector: { matchLabels: { app: "other" } } } } });
  assert.deepEqual([moved.status, moved.json.details.causes[0].field], [422, "spec.selector"]);
});

test("server-side apply shares, refuses and takes fields", async () => {
  const apply = (manager: string, data: object, force = false): Promise<Answer> =>
    send("PATCH", `${maps}/ssa?fieldManager=${manager}&force=${force}`, {
      type: "application/apply-patch+yaml",
      body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "ssa" }, data },
    });
  assert.equal((await apply("alice", { a: "1", b: "1" })).status, 201);
  const refused = await apply("bob", { a: "2" });
  assert.deepEqual([refused.status, refused.json.message], [409, 'Apply failed with 1 conflict: conflict with "alice": .data.a']);
  const forced = await apply("bob", { a: "2" }, true);
  assert.deepEqual(forced.json.data, { a: "2", b: "1" });
  assert.equal((await apply("bob", { a: "2" }, true)).json.metadata.resourceVersion, forced.json.metadata.resourceVersion);
});

test("a finalizer keeps an object until it is taken away", async () => {
  await send("POST", maps, { body: configMap("held", {}, { finalizers: ["example.com/hold"] }) });
  const deleted = await send("DELETE", `${maps}/held`);
  assert.ok(deleted.json.metadata.deletionTimestamp);
  const more = await send("PATCH", `${maps}/held`, { type: "application/merge-patch+json", body: { metadata: { finalizers: ["example.com/hold", "example.com/more"] } } });
  assert.deepEqual([more.status, more.json.details.causes[0].field], [422, "metadata.finalizers"]);
  await send("PATCH", `${maps}/held`, { type: "application/merge-patch+json", body: { metadata: { finalizers: null } } });
  assert.equal((await send("GET", `${maps}/held`)).status, 404);
  assert.equal((await send("DELETE", `${maps}/once`, { body: { preconditions: { uid: "other" } } })).status, 409);
});

test("new objects need a living namespace", async () => {
  const missing = await send("POST", "/api/v1/namespaces/nope/configmaps", { body: configMap("x") });
  assert.deepEqual([missing.status, missing.json.message], [404, 'namespaces "nope" not found']);
  await send("POST", "/api/v1/namespaces", { body: { metadata: { name: "ending" } } });
  const ending = await send("DELETE", "/api/v1/namespaces/ending");
  assert.equal(ending.json.status.phase, "Terminating");
  const late = await send("POST", "/api/v1/namespaces/ending/configmaps", { body: configMap("x") });
  assert.deepEqual([late.status, late.json.details.causes[0].reason], [403, "NamespaceTerminating"]);
  assert.equal(late.json.message, 'configmaps "x" is forbidden: unable to create new content in namespace ending because it is being terminated');
  await send("PUT", "/api/v1/namespaces/ending/finalize", { body: { metadata: { name: "ending" }, spec: { finalizers: [] } } });
  assert.equal((await send("GET", "/api/v1/namespaces/ending")).status, 404);
  assert.equal((await send("DELETE", "/api/v1/namespaces/default")).status, 403);
});

test("tables carry the columns of kubectl and the metadata of each row", async () => {
  const table = await send("GET", "/api/v1/namespaces/default", { accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json" });
  assert.deepEqual(
    table.json.columnDefinitions.map((column: { name: string }) => column.name),
    ["Name", "Status", "Age"],
  );
  assert.deepEqual(table.json.rows[0].cells.slice(0, 2), ["default", "Active"]);
  assert.equal(table.json.rows[0].object.kind, "PartialObjectMetadata");
});

test("discovery is revalidated by its ETag and names new custom resources", async () => {
  const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  const { headers } = await send("GET", "/apis", { accept });
  const etag = headers["etag"] ?? "";
  const unchanged = await api.send({ method: "GET", path: "/apis", headers: { accept, "if-none-match": etag }, signal });
  assert.equal(unchanged.status, 304);
  const version = { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } } };
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "widgets.example.com" },
    spec: { group: "example.com", scope: "Namespaced", names: { plural: "widgets", kind: "Widget" }, versions: [version] },
  };
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  assert.equal((await send("POST", definitions, { body: definition })).status, 201);
  const changed = await send("GET", "/apis", { accept, headers: { "if-none-match": etag } });
  assert.ok(changed.json.items.some((group: { metadata: { name: string } }) => group.metadata.name === "example.com"));
  const widgets = "/apis/example.com/v1/namespaces/default/widgets";
  const widget = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" } };
  assert.equal((await send("POST", widgets, { body: widget })).status, 201);
  assert.equal((await send("PUT", `${widgets}/w`, { body: widget })).status, 422);
  await send("DELETE", `${definitions}/widgets.example.com`);
  assert.equal((await send("GET", widgets)).status, 404);
});

test("users without roles may only discover", async () => {
  const nobody = sandbox.transport({ name: "dev", groups: ["system:authenticated"] });
  assert.equal((await send("GET", "/version", { as: nobody })).status, 200);
  const refused = await send("GET", maps, { as: nobody });
  assert.deepEqual(
    [refused.status, refused.json.message],
    [403, 'configmaps is forbidden: User "dev" cannot list resource "configmaps" in API group "" in the namespace "default"'],
  );
  await send("POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", {
    body: { metadata: { name: "dev-view" }, roleRef: { kind: "ClusterRole", name: "view" }, subjects: [{ kind: "User", name: "dev" }] },
  });
  assert.equal((await send("GET", maps, { as: nobody })).status, 200);
  assert.equal((await send("GET", maps, { headers: { "impersonate-user": "dev" } })).status, 200);
  assert.equal((await send("GET", maps, { headers: { "impersonate-user": "other" } })).status, 403);
});

test("fields a kind does not have are refused, warned of or dropped", async () => {
  const body = { ...web, metadata: { name: "typo" }, spec: { ...web.spec, replica: 2 } };
  const strict = await send("POST", `${deployments}?fieldValidation=Strict`, { body });
  assert.deepEqual(
    [strict.status, strict.json.message],
    [400, 'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica"'],
  );
  const warned = await send("POST", deployments, { body });
  assert.deepEqual([warned.status, warned.headers["warning"], warned.json.spec.replica], [201, '299 - "unknown field \\"spec.replica\\""', undefined]);
  const typed = await send("POST", deployments, { body: { ...body, spec: { ...web.spec, replicas: "two" } } });
  assert.deepEqual([typed.status, typed.json.reason], [400, "BadRequest"]);
  const patched = await send("PATCH", `${deployments}/typo?fieldValidation=Strict`, { type: "application/merge-patch+json", body: { spec: { zz: 1 } } });
  assert.deepEqual([patched.status, patched.json.details.causes[0].field], [422, "patch"]);
});

test("an invalid object is refused with one cause per field", async () => {
  const template = { metadata: { labels: { app: "other" } }, spec: { containers: [{ image: "web:1" }] } };
  const refused = await send("POST", deployments, { body: { ...web, metadata: { name: "Bad_Name" }, spec: { ...web.spec, template } } });
  assert.deepEqual(
    [refused.status, refused.json.details.causes.map((cause: { field: string; reason: string }) => `${cause.field} ${cause.reason}`)],
    [422, ["metadata.name FieldValueInvalid", "spec.template.spec.containers[0].name FieldValueRequired", "spec.template.metadata.labels FieldValueInvalid"]],
  );
});

test("an update that leaves out what the server adds is no change", async () => {
  const sets = "/apis/apps/v1/namespaces/default/statefulsets";
  const claim = { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1024Mi" } } } };
  const set = { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "db" }, spec: { ...web.spec, serviceName: "db", volumeClaimTemplates: [claim] } };
  const { json: created } = await send("POST", sets, { body: set });
  const { json: updated } = await send("PUT", `${sets}/db`, { body: set });
  assert.deepEqual([updated.metadata.resourceVersion, updated.metadata.generation], [created.metadata.resourceVersion, 1]);
});

const pods = "/api/v1/namespaces/default/pods";

async function runPod(name: string): Promise<void> {
  const body = { metadata: { name, labels: { app: "evicted" } }, spec: { containers: [{ name: "c", image: "web:1" }] } };
  assert.equal((await send("POST", pods, { body })).status, 201);
  assert.equal((await send("POST", `${pods}/${name}/binding`, { body: { target: { kind: "Node", name: "n" } } })).status, 201);
}

test("a pod is bound once, and its logs come from whoever runs it", async () => {
  await runPod("bound");
  assert.equal((await send("GET", `${pods}/bound`)).json.spec.nodeName, "n");
  assert.equal((await send("POST", `${pods}/bound/binding`, { body: { target: { name: "other" } } })).status, 409);
  assert.equal((await send("GET", `${pods}/bound/log`)).status, 503);
  sandbox.serveLogs({
    async readLogs(request) {
      return (async function* () {
        yield `${request.pod}/${request.container} tail ${request.tailLines}\n`;
      })();
    },
  });
  const response = await api.send({ method: "GET", path: `${pods}/bound/log?tailLines=3`, headers: {}, signal });
  assert.equal(Buffer.concat(await Array.fromAsync(response.body)).toString(), "bound/c tail 3\n");
});

test("a disruption budget refuses the eviction that would break it", async () => {
  await runPod("evicted");
  const budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  await send("POST", budgets, { body: { metadata: { name: "one" }, spec: { minAvailable: 1, selector: { matchLabels: { app: "evicted" } } } } });
  const refused = await send("POST", `${pods}/evicted/eviction`, { body: { metadata: { name: "evicted" } } });
  assert.deepEqual([refused.status, refused.json.details.causes[0].reason], [429, "DisruptionBudget"]);
  await send("PATCH", `${budgets}/one/status`, { type: "application/merge-patch+json", body: { status: { disruptionsAllowed: 1 } } });
  assert.equal((await send("POST", `${pods}/evicted/eviction`, { body: { metadata: { name: "evicted" } } })).status, 201);
  assert.ok((await send("GET", `${pods}/evicted`)).json.metadata.deletionTimestamp);
});

test("reviews say what a user may do", async () => {
  const ask = async (user: string, verb: string): Promise<boolean> => {
    const spec = { user, resourceAttributes: { verb, resource: "configmaps", namespace: "default" } };
    return (await send("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", { body: { spec } })).json.status.allowed;
  };
  assert.deepEqual([await ask("dev", "list"), await ask("dev", "create"), await ask("nobody", "list")], [true, false, false]);
});
