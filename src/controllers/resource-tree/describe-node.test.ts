import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KubeObject } from "../../kube/index.ts";
import { buildNodes } from "./build-nodes.ts";
import { describeNetworking } from "./describe-networking.ts";
import { describePod } from "./describe-pod.ts";
import { createOwnerGraph } from "./owner-graph.ts";
import { isTreeKind, keepIdentity } from "./tree-kinds.ts";

const container = { name: "web", image: "web:1" };
const pod = (status: object, fields: { readonly metadata?: object; readonly spec?: object } = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web-1", namespace: "shop", ...fields.metadata },
  spec: { containers: [container], ...fields.spec },
  status,
});
const reason = (value: string, ready = "0/1") => [
  { name: "Status Reason", value },
  { name: "Containers", value: ready },
];
const waiting = (text: string) => ({ name: "web", state: { waiting: { reason: text } } });
const terminated = (state: object) => ({ name: "web", state: { terminated: state } });
const initContainers = [{ name: "one" }, { name: "two" }];

const pods = [
  { name: "pending", object: pod({ phase: "Pending" }), want: reason("Pending") },
  { name: "running", object: pod({ phase: "Running", containerStatuses: [{ ready: true, state: { running: {} } }] }), want: reason("Running", "1/1") },
  { name: "an image that is not there", object: pod({ phase: "Pending", containerStatuses: [waiting("ImagePullBackOff")] }), want: reason("ImagePullBackOff") },
  {
    name: "restarted on a node",
    object: pod({ phase: "Running", containerStatuses: [{ ...waiting("CrashLoopBackOff"), restartCount: 3 }] }, { spec: { nodeName: "node-1" } }),
    want: [
      { name: "Status Reason", value: "CrashLoopBackOff" },
      { name: "Node", value: "node-1" },
      { name: "Containers", value: "0/1" },
      { name: "Restart Count", value: "3" },
    ],
  },
  { name: "killed", object: pod({ phase: "Failed", containerStatuses: [terminated({ signal: 9 })] }), want: reason("Signal:9") },
  { name: "ended without a reason", object: pod({ phase: "Failed", containerStatuses: [terminated({ exitCode: 2 })] }), want: reason("ExitCode:2") },
  { name: "evicted", object: pod({ phase: "Failed", reason: "Evicted" }), want: reason("Evicted") },
  {
    name: "a container has ended, another goes on",
    object: pod({ phase: "Running", containerStatuses: [terminated({ reason: "Completed" }), { ready: true, state: { running: {} } }] }),
    want: reason("Running", "1/1"),
  },
  {
    name: "in the second of two init containers",
    object: pod({ phase: "Pending", initContainerStatuses: [terminated({ exitCode: 0 }), { state: { running: {} } }] }, { spec: { containers: [container], initContainers } }),
    want: reason("Init:1/2"),
  },
  {
    name: "an init container failed",
    object: pod({ phase: "Pending", initContainerStatuses: [terminated({ exitCode: 1, reason: "Error" })] }, { spec: { containers: [container], initContainers } }),
    want: reason("Init:Error"),
  },
  { name: "going away", object: pod({ phase: "Running" }, { metadata: { deletionTimestamp: "2026-01-02T03:04:05Z" } }), want: reason("Terminating") },
];

describe("describePod", () => {
  for (const { name, object, want } of pods) it(name, () => assert.deepEqual(describePod(object), want));
});

const rules = [{ host: "shop.example.com", http: { paths: [{ path: "/api", backend: { service: { name: "api" } } }, { backend: { service: { name: "web" } } }] } }];
const ingress = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata: { name: "web", namespace: "shop" }, spec: { rules, tls: [{ hosts: ["shop.example.com"] }] } };
const address = { loadBalancer: { ingress: [{ ip: "10.0.0.1" }] } };
const targetRefs = ["api", "web"].map((name) => ({ kind: "Service", namespace: "shop", name }));

const networks = [
  {
    name: "a Service",
    object: { apiVersion: "v1", kind: "Service", metadata: {}, spec: { selector: { app: "web" } }, status: address },
    want: { targetLabels: { app: "web" }, ingress: [{ ip: "10.0.0.1" }] },
  },
  { name: "an Ingress that nobody serves", object: ingress, want: { targetRefs } },
  {
    name: "an Ingress",
    object: { ...ingress, status: address },
    want: { targetRefs, ingress: [{ ip: "10.0.0.1" }], externalURLs: ["https://shop.example.com", "https://shop.example.com/api"] },
  },
  {
    name: "a link on anything",
    object: { apiVersion: "apps/v1", kind: "Deployment", metadata: { annotations: { "link.argocd.argoproj.io/docs": "https://docs.example.com" } } },
    want: { externalURLs: ["https://docs.example.com"] },
  },
  { name: "nothing", object: { apiVersion: "v1", kind: "ConfigMap", metadata: {} }, want: undefined },
];

describe("describeNetworking", () => {
  for (const { name, object, want } of networks) it(name, () => assert.deepEqual(describeNetworking(object), want));
});

describe("buildNodes", () => {
  const owned = (kind: string, uid: string, owners: readonly string[] = []): KubeObject => ({
    apiVersion: "v1",
    kind,
    metadata: { name: uid, uid, ownerReferences: owners.map((owner) => ({ apiVersion: "v1", kind: "Any", name: owner, uid: owner })) },
  });

  it("follows owners, once, and tells what is missing", () => {
    const graph = createOwnerGraph();
    const root = owned("Root", "root");
    for (const object of [root, owned("Child", "a", ["root"]), owned("Leaf", "b", ["a", "root"]), owned("Stranger", "c", ["elsewhere"]), owned("Gone", "d", ["root"])])
      graph.put(object);
    graph.remove(owned("Gone", "d"));
    const wanted = [
      { version: "v1", kind: "Root", name: "root" },
      { version: "v1", kind: "Lost", namespace: "shop", name: "lost" },
      { version: "v1", kind: "Hook", name: "hook", hook: true },
    ];
    const nodes = buildNodes({ roots: [root], wanted, graph, getWhole: () => undefined });
    assert.deepEqual(nodes, [
      { version: "v1", kind: "Root", name: "root", uid: "root" },
      { version: "v1", kind: "Child", name: "a", uid: "a", parentRefs: [{ version: "v1", kind: "Root", name: "root", uid: "root" }] },
      {
        version: "v1",
        kind: "Leaf",
        name: "b",
        uid: "b",
        parentRefs: [
          { version: "v1", kind: "Child", name: "a", uid: "a" },
          { version: "v1", kind: "Root", name: "root", uid: "root" },
        ],
      },
      { version: "v1", kind: "Lost", namespace: "shop", name: "lost", health: { status: "Missing" } },
    ]);
  });

  it("gives a StatefulSet the claims it has made", () => {
    const graph = createOwnerGraph();
    const claim = (name: string): KubeObject => ({ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name, namespace: "shop", uid: name } });
    for (const name of ["data-db-0", "data-db-1", "data-db-old", "data-other-0", "logs-db-0"]) graph.put(claim(name));
    graph.remove(claim("data-db-1"));
    const set: KubeObject = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "db", namespace: "shop", uid: "db" },
      spec: { volumeClaimTemplates: [{ metadata: { name: "data" } }, { metadata: { name: "logs" } }] },
    };
    const nodes = buildNodes({ roots: [set], wanted: [], graph, getWhole: () => undefined });
    assert.deepEqual(
      nodes.map(({ name, parentRefs }) => [name, parentRefs?.[0]?.name]),
      [
        ["db", undefined],
        ["data-db-0", "db"],
        ["logs-db-0", "db"],
      ],
    );
  });

  it("tells the health of what is at hand whole", () => {
    const graph = createOwnerGraph();
    const root = owned("Root", "root");
    const child: KubeObject = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data", namespace: "shop", uid: "c", ownerReferences: [{ apiVersion: "v1", kind: "Root", name: "root", uid: "root" }] },
    };
    graph.put(child);
    const nodes = buildNodes({ roots: [root], wanted: [], graph, getWhole: (object) => ({ ...object, status: { phase: "Lost" } }) });
    assert.equal(nodes[1]?.health?.status, "Degraded");
  });

  it("survives owners in a circle", () => {
    const graph = createOwnerGraph();
    const [one, other] = [owned("One", "one", ["other"]), owned("Other", "other", ["one"])];
    graph.put(one);
    graph.put(other);
    assert.equal(buildNodes({ roots: [one], wanted: [], graph, getWhole: () => undefined }).length, 2);
    assert.equal(graph.lineOf(one).length, 2);
  });
});

describe("the kinds of trees", () => {
  const resource = (group: string, kind: string, fields: object = {}) => ({
    group,
    kind,
    version: "v1",
    resource: `${kind.toLowerCase()}s`,
    namespaced: true,
    verbs: ["list", "watch"],
    subresources: [],
    shortNames: [],
    categories: [],
    singular: "",
    ...fields,
  });
  const kinds = [
    { name: "pods", resource: resource("", "Pod"), want: true },
    { name: "events", resource: resource("", "Event"), want: false },
    { name: "leases", resource: resource("coordination.k8s.io", "Lease"), want: false },
    { name: "what cannot be watched", resource: resource("", "Binding", { verbs: ["create"] }), want: false },
    { name: "nodes", resource: resource("", "Node", { namespaced: false }), want: false },
    { name: "somebody's cluster-wide kind", resource: resource("example.com", "Bucket", { namespaced: false }), want: true },
  ];
  for (const { name, resource: subject, want } of kinds) it(name, () => assert.equal(isTreeKind(subject), want));

  it("keeps who an object is and nothing else", () => {
    const tracking = { "argocd.argoproj.io/tracking-id": "web:/Secret:shop/keys" };
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "keys", uid: "u", labels: { a: "b" }, annotations: { ...tracking, other: "x" } },
      data: { token: "aHVudGVyMg==" },
    };
    assert.deepEqual(keepIdentity(secret), { apiVersion: "v1", kind: "Secret", metadata: { name: "keys", uid: "u", annotations: tracking } });
  });
});
