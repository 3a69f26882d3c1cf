import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { ApiResource, CallOptions, KubeClient, WatchEvent } from "./client.ts";
import { createKubeClient } from "./create-client.ts";
import type { KubeObject } from "./object.ts";
import type { Transport, TransportRequest } from "./transport.ts";

const { signal } = new AbortController();

function resourceOf(group: string, kind: string, extra: Partial<ApiResource> = {}): ApiResource {
  return { group, version: "v1", kind, resource: `${kind.toLowerCase()}s`, namespaced: true, verbs: [], subresources: [], shortNames: [], categories: [], singular: "", ...extra };
}

const deployments = resourceOf("apps", "Deployment");
const secrets = resourceOf("", "Secret");
const namespaces = resourceOf("", "Namespace", { namespaced: false });
const web: KubeObject = { apiVersion: "apps/v1", kind: "Deployment", metadata: { namespace: "shop", name: "web" } };

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON documents, one per line, or text. */
  readonly body?: unknown;
  readonly lines?: readonly unknown[];
}

/** A client whose requests are answered in order; what it asked is in `sent`. */
function createScriptedClient(answers: readonly (Answer | Error)[]) {
  const clock = createManualClock();
  const sent: TransportRequest[] = [];
  const left = [...answers];
  const transport: Transport = {
    async send(request) {
      sent.push(request);
      const answer = left.shift();
      if (answer === undefined) throw new Error(`Unexpected ${request.method} ${request.path}`);
      if (answer instanceof Error) throw answer;
      return { status: answer.status ?? 200, headers: answer.headers ?? {}, body: write(answer) };
    },
    close: async () => undefined,
  };
  const client = createKubeClient({ transport, clock, random: () => 0 }, { userAgent: "sillage/1.0" });
  return { client, clock, sent, paths: () => sent.map((request) => `${request.method} ${request.path}`) };
}

/** In pieces that end inside lines and inside characters. */
async function* write(answer: Answer): AsyncGenerator<Uint8Array> {
  const text = answer.lines === undefined ? [answer.body ?? {}] : answer.lines;
  const bytes = Buffer.from(text.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join("\n"));
  for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
}

const status = (code: number, reason: string, message: string): Answer => ({ status: code, body: { kind: "Status", code, reason, message } });

test("each call sends the request the API server expects", async () => {
  const ref = { namespace: "shop", name: "web" };
  const cases: readonly { readonly call: (client: KubeClient) => Promise<unknown>; readonly want: string; readonly type?: string; readonly body?: unknown }[] = [
    { call: (client) => client.fetchObject(deployments, ref, { signal }), want: "GET /apis/apps/v1/namespaces/shop/deployments/web" },
    { call: (client) => client.fetchObject(namespaces, { namespace: "shop", name: "a/b" }, { signal }), want: "GET /api/v1/namespaces/a%2Fb" },
    {
      call: (client) => client.create(deployments, web, { signal }),
      want: "POST /apis/apps/v1/namespaces/shop/deployments?fieldManager=sillage",
      type: "application/json",
      body: web,
    },
    {
      call: (client) => client.create(deployments, web, { signal, subresource: "scale", dryRun: true }),
      want: "POST /apis/apps/v1/namespaces/shop/deployments/web/scale?fieldManager=sillage&dryRun=All",
      type: "application/json",
      body: web,
    },
    {
      call: (client) => client.update(deployments, web, { signal, fieldManager: "x", fieldValidation: "Strict" }),
      want: "PUT /apis/apps/v1/namespaces/shop/deployments/web?fieldManager=x&fieldValidation=Strict",
      type: "application/json",
      body: web,
    },
    {
      call: (client) => client.patch(deployments, ref, { spec: { replicas: 2 } }, { signal, type: "merge", subresource: "scale" }),
      want: "PATCH /apis/apps/v1/namespaces/shop/deployments/web/scale?fieldManager=sillage",
      type: "application/merge-patch+json",
      body: { spec: { replicas: 2 } },
    },
    {
      call: (client) => client.patch(deployments, ref, [{ op: "remove", path: "/spec" }], { signal, type: "json" }),
      want: "PATCH /apis/apps/v1/namespaces/shop/deployments/web?fieldManager=sillage",
      type: "application/json-patch+json",
      body: [{ op: "remove", path: "/spec" }],
    },
    {
      call: (client) => client.apply(deployments, web, { signal, fieldManager: "argocd", force: true, dryRun: true }),
      want: "PATCH /apis/apps/v1/namespaces/shop/deployments/web?fieldManager=argocd&dryRun=All&force=true",
      type: "application/apply-patch+yaml",
      body: web,
    },
    {
      call: (client) => client.delete(deployments, ref, { signal, propagationPolicy: "Foreground", preconditions: { uid: "u" }, dryRun: true }),
      want: "DELETE /apis/apps/v1/namespaces/shop/deployments/web",
      type: "application/json",
      body: { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Foreground", preconditions: { uid: "u" }, dryRun: ["All"] },
    },
  ];
  for (const { call, want, type, body } of cases) {
    const { client, sent } = createScriptedClient([{ body: web }]);
    await call(client);
    const [request] = sent;
    assert.equal(`${request?.method} ${request?.path}`, want);
    assert.equal(request?.headers["content-type"], type);
    assert.deepEqual(request?.body === undefined ? undefined : JSON.parse(request.body), body);
    assert.equal(request?.headers["user-agent"], "sillage/1.0");
  }
});

test("failures carry the code, the server's reason and what was done to which object", async () => {
  const cases: readonly { readonly answer: Answer; readonly code: string; readonly reason?: string; readonly message: string }[] = [
    { answer: status(401, "Unauthorized", "Unauthorized"), code: "unauthenticated", reason: "Unauthorized", message: "Unauthorized" },
    { answer: status(403, "Forbidden", "not allowed"), code: "forbidden", reason: "Forbidden", message: "not allowed" },
    { answer: status(404, "NotFound", "not there"), code: "notFound", reason: "NotFound", message: "not there" },
    { answer: status(409, "Conflict", "changed meanwhile"), code: "conflict", reason: "Conflict", message: "changed meanwhile" },
    { answer: status(410, "Expired", "too old"), code: "conflict", reason: "Expired", message: "too old" },
    { answer: status(422, "Invalid", "bad field"), code: "invalid", reason: "Invalid", message: "bad field" },
    { answer: status(500, "InternalError", "broken"), code: "unavailable", reason: "InternalError", message: "broken" },
    { answer: { status: 502, body: "<html>\nbad gateway" }, code: "unavailable", message: "<html>" },
    { answer: { status: 415, body: "" }, code: "invalid", message: "the server answered with status 415" },
  ];
  for (const { answer, code, reason, message } of cases) {
    const { client } = createScriptedClient([answer]);
    await assert.rejects(client.apply(deployments, web, { signal, fieldManager: "x", force: false }), { code, reason, message: `Cannot apply Deployment "shop/web": ${message}` });
  }
});

test("an absent object is no failure", async () => {
  const { client } = createScriptedClient([status(404, "NotFound", "gone"), status(404, "NotFound", "gone")]);
  assert.equal(await client.fetchObject(deployments, { namespace: "shop", name: "web" }, { signal }), undefined);
  assert.equal(await client.delete(deployments, { namespace: "shop", name: "web" }, { signal }), false);
  await assert.rejects(client.delete(deployments, { namespace: "shop", name: "" }, { signal }), /without a name: that would be all of them$/);
});

test("an object without a name cannot be applied", async () => {
  const { client } = createScriptedClient([]);
  const nameless: KubeObject = { ...web, metadata: {} };
  await assert.rejects(async () => client.apply(deployments, nameless, { signal, fieldManager: "x", force: false }), { code: "invalid", message: "Deployment has no name" });
});

test("the values of a Secret do not come back in a message", async () => {
  const { client } = createScriptedClient([status(400, "BadRequest", 'cannot read "hunter22" or "aHVudGVy" or 123456')]);
  const secret: KubeObject = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { a: "hunter22", n: 123_456 }, data: { b: "aHVudGVy" } };
  await assert.rejects(client.create(secrets, secret, { signal }), { message: 'Cannot create Secret "s": cannot read "***" or "***" or ***' });
});

test("a list follows its pages, fills in the type and transforms each object", async () => {
  const item = (name: string, extra: object = {}) => ({ ...extra, metadata: { name, namespace: "shop" } });
  const { client, paths } = createScriptedClient([
    { body: { metadata: { resourceVersion: "7", continue: "c 1" }, items: [item("a"), item("b", { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" })] } },
    { body: { metadata: { resourceVersion: "7" }, items: [item("c")] } },
  ]);
  const names: string[] = [];
  const list = await client.fetchList(deployments, {
    signal,
    namespace: "shop",
    labelSelector: "a in (b,c)",
    limit: 2,
    transform(object) {
      names.push(object.metadata.name ?? "");
      return object;
    },
  });
  const typed = (name: string) => ({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: "shop" } });
  assert.deepEqual(list, { resourceVersion: "7", items: [typed("a"), typed("b"), typed("c")] });
  assert.deepEqual(names, ["a", "b", "c"]);
  assert.deepEqual(paths(), [
    "GET /apis/apps/v1/namespaces/shop/deployments?limit=2&labelSelector=a%20in%20(b%2Cc)",
    "GET /apis/apps/v1/namespaces/shop/deployments?limit=2&continue=c%201&labelSelector=a%20in%20(b%2Cc)",
  ]);
});

test("a list whose token expired starts again once", async () => {
  const first = { body: { metadata: { resourceVersion: "1", continue: "t" }, items: [{ metadata: { name: "old" } }] } };
  const whole = { body: { metadata: { resourceVersion: "9" }, items: [{ metadata: { name: "new" } }] } };
  const { client } = createScriptedClient([first, status(410, "Expired", "too old"), whole]);
  const list = await client.fetchList(deployments, { signal });
  assert.deepEqual(
    list.items.map((object) => object.metadata.name),
    ["new"],
  );
  const again = createScriptedClient([first, status(410, "Expired", "too old"), first, status(410, "Expired", "too old")]);
  await assert.rejects(again.client.fetchList(deployments, { signal }), { reason: "Expired", message: "Cannot list Deployment: too old" });
});

test("429 and Retry-After are obeyed a few times, other failures are not repeated", async () => {
  const busy: Answer = { ...status(429, "TooManyRequests", "slow down"), headers: { "retry-after": "2" } };
  const patient = createScriptedClient([busy, { ...status(503, "ServiceUnavailable", "starting"), headers: { "retry-after": "1" } }, { body: web }]);
  const written = patient.client.create(deployments, web, { signal });
  await patient.clock.advance(1999);
  assert.equal(patient.sent.length, 1);
  await patient.clock.advance(1);
  assert.equal(patient.sent.length, 2);
  await patient.clock.advance(1000);
  assert.deepEqual(await written, web);

  const hopeless = createScriptedClient(Array.from({ length: 10 }, () => busy));
  const refused = assert.rejects(hopeless.client.create(deployments, web, { signal }), { code: "unavailable", message: 'Cannot create Deployment "shop/web": slow down' });
  await hopeless.clock.advance(60_000);
  await refused;
  assert.equal(hopeless.sent.length, 6);
});

test("only a read or an apply is repeated when there was no answer, and once", async () => {
  const reset = new SillageError("unavailable", "reset");
  const read = createScriptedClient([reset, { body: web }]);
  assert.deepEqual(await read.client.fetchObject(deployments, { namespace: "shop", name: "web" }, { signal }), web);
  const twice = createScriptedClient([reset, reset]);
  await assert.rejects(twice.client.fetchObject(deployments, { namespace: "shop", name: "web" }, { signal }), { message: "reset" });
  const apply = createScriptedClient([reset, { body: web }]);
  assert.deepEqual(await apply.client.apply(deployments, web, { signal, fieldManager: "x", force: true }), web);
  const write = createScriptedClient([reset]);
  await assert.rejects(write.client.create(deployments, web, { signal }), { message: "reset" });
});

async function collect(events: AsyncIterable<WatchEvent>): Promise<WatchEvent[]> {
  const all: WatchEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

test("a watch yields events and bookmarks and throws what the server reports", async () => {
  const lines = [
    { type: "ADDED", object: { ...web, note: "größer" } },
    { type: "MODIFIED", object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: web.metadata } },
    { type: "BOOKMARK", object: { metadata: { resourceVersion: "12" } } },
    "",
  ];
  const { client, sent } = createScriptedClient([{ lines }]);
  assert.deepEqual(await collect(client.watch(deployments, { signal, resourceVersion: "9", metadataOnly: true, timeoutSeconds: 60 })), [
    { type: "ADDED", object: { ...web, note: "größer" } },
    { type: "MODIFIED", object: web },
    { type: "BOOKMARK", resourceVersion: "12" },
  ]);
  assert.equal(sent[0]?.path, "/apis/apps/v1/deployments?watch=true&allowWatchBookmarks=true&timeoutSeconds=60&resourceVersion=9");
  assert.match(sent[0]?.headers["accept"] ?? "", /^application\/json;as=PartialObjectMetadata;/);
  assert.equal(sent[0]?.streaming, true);

  const expired = createScriptedClient([{ lines: [{ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired", message: "too old" } }] }]);
  await assert.rejects(collect(expired.client.watch(deployments, { signal, namespace: "shop" })), {
    code: "conflict",
    reason: "Expired",
    message: 'Cannot watch Deployment in namespace "shop": too old',
  });
  const cut = createScriptedClient([{ lines: ['{"type":"ADD'] }]);
  await assert.rejects(collect(cut.client.watch(deployments, { signal })), { code: "unavailable", message: "Cannot watch Deployment: the stream broke inside an event" });
});

test("a watch that the server does not end is given up", async () => {
  const clock = createManualClock();
  async function* silence(request: TransportRequest): AsyncGenerator<Uint8Array> {
    await new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));
    yield new Uint8Array();
  }
  const transport: Transport = { send: async (request) => ({ status: 200, headers: {}, body: silence(request) }), close: async () => undefined };
  const client = createKubeClient({ transport, clock }, { userAgent: "sillage" });
  const ended = assert.rejects(collect(client.watch(deployments, { signal, timeoutSeconds: 60 })), { code: "unavailable", message: /did not end the watch in time/ });
  await clock.advance(90_000);
  await ended;
});

const options: CallOptions = { signal };

test("discovery reads the aggregated document, once, and again for what is missing", async () => {
  const core = { kind: "APIGroupDiscoveryList", items: [] };
  const resource = {
    resource: "deployments",
    responseKind: { group: "apps", version: "v1", kind: "Deployment" },
    scope: "Namespaced",
    singularResource: "deployment",
    verbs: ["get"],
    shortNames: ["deploy"],
    categories: ["all"],
    subresources: [{ subresource: "status" }],
  };
  const versions = ["v1", "v1beta1"].map((version) => ({ version, resources: [resource] }));
  const groups = { kind: "APIGroupDiscoveryList", items: [{ metadata: { name: "apps" }, versions }] };
  const answers = Array.from({ length: 3 }, () => [{ body: core }, { body: groups }]).flat();
  const { client, clock, sent } = createScriptedClient(answers);
  const want = {
    group: "apps",
    version: "v1",
    kind: "Deployment",
    resource: "deployments",
    namespaced: true,
    verbs: ["get"],
    subresources: ["status"],
    shortNames: ["deploy"],
    categories: ["all"],
    singular: "deployment",
  };
  const gvk = { group: "apps", version: "v1", kind: "Deployment" };
  assert.deepEqual(await Promise.all([client.discovery.findByKind(gvk, options), client.discovery.findByKind(gvk, options)]), [want, want]);
  assert.deepEqual(await client.discovery.fetchAll(options), [want]);
  assert.equal((await client.discovery.findByKind({ ...gvk, version: "v1beta1" }, options))?.version, "v1beta1");
  assert.equal(await client.discovery.findByKind({ ...gvk, kind: "New" }, options), undefined);
  assert.equal(sent.length, 2);
  await clock.advance(1000);
  assert.equal(await client.discovery.findByKind({ ...gvk, kind: "New" }, options), undefined);
  assert.equal(await client.discovery.findByKind({ ...gvk, kind: "New" }, options), undefined);
  assert.equal(sent.length, 4);
  client.discovery.invalidate();
  await client.discovery.findByKind(gvk, options);
  assert.equal(sent.length, 6);
});

test("discovery falls back to the lists of older servers and leaves out groups that are away", async () => {
  const documents: Readonly<Record<string, unknown>> = {
    "/api": { versions: ["v1"] },
    "/apis": {
      groups: [
        { name: "apps", preferredVersion: { version: "v1" }, versions: [{ version: "v1beta1" }, { version: "v1" }] },
        { name: "broken.example", versions: [{ version: "v1" }] },
      ],
    },
    "/api/v1": { resources: [{ name: "namespaces", singularName: "namespace", namespaced: false, kind: "Namespace", verbs: ["list"] }] },
    "/apis/apps/v1": { resources: ["deployments", "deployments/scale"].map((name) => ({ name, namespaced: true, kind: "Deployment", verbs: [], shortNames: ["deploy"] })) },
    "/apis/apps/v1beta1": { resources: [{ name: "deployments", namespaced: true, kind: "Deployment", verbs: [] }] },
  };
  const transport: Transport = {
    async send({ path }) {
      const body = documents[path];
      return { status: body === undefined ? 500 : 200, headers: {}, body: write({ body: body ?? {} }) };
    },
    close: async () => undefined,
  };
  const client = createKubeClient({ transport, clock: createManualClock() }, { userAgent: "sillage" });
  const all = await client.discovery.fetchAll(options);
  assert.deepEqual(
    all.map(({ group, version, resource, subresources }) => ({ group, version, resource, subresources })),
    [
      { group: "", version: "v1", resource: "namespaces", subresources: [] },
      { group: "apps", version: "v1", resource: "deployments", subresources: ["scale"] },
    ],
  );
});
