import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../../async/index.ts";
import { createKubeClient, getList, getNumber, getString, type ApiResource, type KubeClient, type KubeObject } from "../../kube/index.ts";
import { createLog } from "../../log/index.ts";
import { administrator, createSandbox, type Sandbox } from "../index.ts";
import { createKubelet, type Kubelet } from "../kubelet/index.ts";
import { isConditionTrue, resources } from "../machinery/index.ts";
import { createControllers } from "./index.ts";

const clock = systemClock;
const log = createLog({ level: "silent" });
const stop = new AbortController();
const { signal } = stop;
const namespace = "shop";
let sandbox: Sandbox;
let client: KubeClient;
let kubelet: Kubelet;
let running: Promise<unknown>;

before(async () => {
  sandbox = await createSandbox({ clock, random: Math.random });
  const connect = (userAgent: string) => createKubeClient({ transport: sandbox.transport(administrator), clock }, { userAgent });
  client = connect("test");
  kubelet = createKubelet({ client: connect("kubelet"), clock, log }, { pace: { startMs: 20, readyMs: 20, completeMs: 20 } });
  const controllers = createControllers({ client: connect("kube-controller-manager"), clock, log }, { caBundle: sandbox.authority });
  running = Promise.all([kubelet.run(signal), controllers.run(signal)]);
  await create(resources.namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
});

after(async () => {
  stop.abort();
  await running;
  await sandbox.close();
});

function create(resource: ApiResource, object: KubeObject): Promise<KubeObject> {
  return client.create(resource, object, { signal });
}

async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await read();
    if (found !== undefined) return found;
    await pause(10);
  }
  throw new Error(`never happened: ${what}`);
}

function fetch(resource: ApiResource, name: string): Promise<KubeObject | undefined> {
  return client.fetchObject(resource, { namespace, name }, { signal });
}

async function list(resource: ApiResource, labelSelector: string): Promise<readonly KubeObject[]> {
  return (await client.fetchList(resource, { namespace, labelSelector, signal })).items;
}

function workload(kind: string, name: string, spec: object, image = "app:1"): KubeObject {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "c", image, ports: [{ containerPort: 80 }] }] } }, ...spec },
  };
}

async function isRolledOut(resource: ApiResource, name: string, replicas: number): Promise<KubeObject | undefined> {
  const object = await fetch(resource, name);
  const reads = ["updatedReplicas", "readyReplicas", "replicas", "availableReplicas"].map((field) => getNumber(object, "status", field));
  const current = getNumber(object, "status", "observedGeneration") === object?.metadata.generation;
  return current && reads.every((count) => count === replicas) ? object : undefined;
}

async function eventsOf(name: string): Promise<readonly string[]> {
  const { items } = await client.fetchList(resources.events, { namespace, fieldSelector: `involvedObject.name=${name}`, signal });
  const sequence = (event: KubeObject) => Number.parseInt(event.metadata.name?.split(".").at(-1) ?? "", 16);
  return items.toSorted((left, right) => sequence(left) - sequence(right)).map((event) => (getString(event, "message") ?? "").replace(new RegExp(`${name}-[a-z0-9]{10}`), "RS"));
}

describe("controllers and kubelet on the sandbox", () => {
  test("a Deployment rolls out step by step, with its endpoints", async () => {
    await create(resources.services, { apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace }, spec: { selector: { app: "web" }, ports: [{ port: 80 }] } });
    await create(resources.deployments, workload("Deployment", "web", { replicas: 3 }));
    await until("first rollout", () => isRolledOut(resources.deployments, "web", 3));
    await client.patch(resources.deployments, { namespace, name: "web" }, [{ op: "replace", path: "/spec/template/spec/containers/0/image", value: "app:2" }], {
      type: "json",
      signal,
    });
    const web = await until("second rollout", () => isRolledOut(resources.deployments, "web", 3));
    assert.equal(web.metadata.generation, 2);
    assert.equal(web.metadata.annotations?.["deployment.kubernetes.io/revision"], "2");
    const steps = [
      "up replica set RS from 0 to 3",
      "up replica set RS from 0 to 1",
      "down replica set RS from 3 to 2",
      "up replica set RS from 1 to 2",
      "down replica set RS from 2 to 1",
      "up replica set RS from 2 to 3",
      "down replica set RS from 1 to 0",
    ];
    await until("last step told", async () => ((await eventsOf("web")).length === steps.length ? true : undefined));
    assert.deepEqual(
      await eventsOf("web"),
      steps.map((step) => `Scaled ${step}`),
    );
    await until("three ready endpoints", async () => {
      const [slice] = await list(resources.endpointSlices, "kubernetes.io/service-name=web");
      const endpoints = getList(slice, "endpoints");
      return endpoints.length === 3 ? true : undefined;
    });
  });

  test("deleting the Deployment takes everything below it along", async () => {
    await client.delete(resources.deployments, { namespace, name: "web" }, { propagationPolicy: "Background", signal });
    await until("no pods", async () => ((await list(resources.pods, "app=web")).length === 0 ? true : undefined));
    assert.deepEqual(await list(resources.replicaSets, "app=web"), []);
  });

  test("a StatefulSet starts in order, on bound claims", async () => {
    const volumeClaimTemplates = [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } }];
    await create(resources.statefulSets, workload("StatefulSet", "db", { replicas: 2, serviceName: "db", volumeClaimTemplates }));
    await until("both ready", () => isRolledOut(resources.statefulSets, "db", 2));
    const [first, second] = await list(resources.pods, "app=db");
    assert.ok((first?.metadata.creationTimestamp ?? "") <= (second?.metadata.creationTimestamp ?? ""));
    assert.equal(getString(await fetch(resources.persistentVolumeClaims, "data-db-1"), "status", "phase"), "Bound");
  });

  test("a bad image holds the rollout and says why; the logs of running pods can be read", async () => {
    await create(resources.deployments, workload("Deployment", "bad", { replicas: 1 }, "app:broken"));
    const waitsFor = (pod: KubeObject) => getString(pod, "status", "containerStatuses", 0, "state", "waiting", "reason");
    await until("the pull fails", async () => ((await list(resources.pods, "app=bad")).some((pod) => waitsFor(pod) === "ErrImagePull") ? true : undefined));
    const lines = await Array.fromAsync(await kubelet.readLogs({ namespace, pod: "db-0", signal }));
    assert.deepEqual(lines.slice(0, 2), ["c starting from app:1 (simulated by the Sillage sandbox)\n", "configuration loaded\n"]);
    const [pod] = await list(resources.pods, "app=bad");
    await assert.rejects(kubelet.readLogs({ namespace, pod: pod?.metadata.name ?? "", signal }), { code: "invalid" });
  });

  test("Jobs end as their pods do", async () => {
    const job = (name: string, command: readonly string[]): KubeObject => ({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name, namespace },
      spec: { backoffLimit: 0, template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "app:1", command }] } } },
    });
    await create(resources.jobs, job("good", ["true"]));
    await create(resources.jobs, job("evil", ["sh", "-c", "exit 3"]));
    await until("good completes", async () => (isConditionTrue(await fetch(resources.jobs, "good"), "Complete") ? true : undefined));
    await until("evil fails", async () => (isConditionTrue(await fetch(resources.jobs, "evil"), "Failed") ? true : undefined));
  });

  test("a DaemonSet runs once per node", async () => {
    await create(resources.daemonSets, workload("DaemonSet", "agent", {}));
    await until("on both nodes", async () => (getNumber(await fetch(resources.daemonSets, "agent"), "status", "numberAvailable") === 2 ? true : undefined));
  });

  test("a namespace is emptied, waits for finalizers, and goes", async () => {
    await create(resources.configMaps, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "held", namespace, finalizers: ["example.com/hold"] } });
    await client.delete(resources.namespaces, { name: namespace }, { signal });
    await until("it says what holds it", async () =>
      isConditionTrue(await client.fetchObject(resources.namespaces, { name: namespace }, { signal }), "NamespaceFinalizersRemaining") ? true : undefined,
    );
    await client.patch(resources.configMaps, { namespace, name: "held" }, { metadata: { finalizers: null } }, { type: "merge", signal });
    await until("gone", async () => ((await client.fetchObject(resources.namespaces, { name: namespace }, { signal })) === undefined ? true : undefined));
  });
});
