import assert from "node:assert/strict";
import { getField, getList, getNumber, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { deployment } from "./harness/manifests.ts";
import { conformance, type World } from "./harness/suite.ts";

const template = (spec: object): object => ({ metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "registry.example/web:1" }], ...spec } });

conformance("workloads", (item) => {
  item({ number: 60, title: "a StatefulSet waits for each pod before it makes the next", nodes: true }, async ({ api, path }) => {
    const pods = await api.watch(path("v1", "pods?watch=1"));
    const spec = { replicas: 2, serviceName: "web", selector: { matchLabels: { app: "web" } }, template: template({}) };
    await api.send("POST", path("apps/v1", "statefulsets"), { body: { metadata: { name: "web" }, spec } });
    await eventually(async () => {
      const { body } = await api.send("GET", path("apps/v1", "statefulsets/web"));
      assert.deepEqual([getNumber(body, "status", "readyReplicas"), getNumber(body, "status", "availableReplicas")], [2, 2]);
      assert.equal(getString(body, "status", "currentRevision"), getString(body, "status", "updateRevision"));
    });
    const steps = pods.events.flatMap((event) => {
      const name = getString(event, "object", "metadata", "name");
      if (getString(event, "type") === "ADDED") return [`${name} made`];
      return isTrue(getField(event, "object"), "Ready") ? [`${name} ready`] : [];
    });
    assert.deepEqual([...new Set(steps)], ["web-0 made", "web-0 ready", "web-1 made", "web-1 ready"]);
    pods.close();
  });

  item({ number: 61, title: "a DaemonSet has a ready pod on every node", nodes: true }, async ({ api, path }) => {
    const nodes = getList((await api.send("GET", "/api/v1/nodes")).body, "items").map((node) => getString(node, "metadata", "name"));
    const spec = { selector: { matchLabels: { app: "web" } }, template: template({}) };
    await api.send("POST", path("apps/v1", "daemonsets"), { body: { metadata: { name: "web" }, spec } });
    await eventually(async () => {
      const { body } = await api.send("GET", path("apps/v1", "daemonsets/web"));
      assert.deepEqual([getNumber(body, "status", "desiredNumberScheduled"), getNumber(body, "status", "numberAvailable")], [nodes.length, nodes.length]);
    });
    const pods = getList((await api.send("GET", path("v1", "pods"))).body, "items");
    assert.deepEqual(new Set(pods.map((pod) => getString(pod, "spec", "nodeName"))), new Set(nodes));
  });

  item({ number: 61, title: "a Job completes", nodes: true }, async (world) => {
    await makeJob(world, ["true"]);
    const job = await finished(world);
    assert.deepEqual(trueConditions(job), ["Complete", "SuccessCriteriaMet"]);
    assert.equal(getNumber(job, "status", "succeeded"), 1);
    assert.notEqual(getString(job, "status", "completionTime"), undefined);
  });

  item({ number: 61, title: "a Job without retries fails with its pod", nodes: true }, async (world) => {
    await makeJob(world, ["sh", "-c", "exit 1"]);
    const job = await finished(world);
    assert.deepEqual(trueConditions(job), ["Failed", "FailureTarget"]);
    assert.equal(getNumber(job, "status", "failed"), 1);
    const failed = getList(job, "status", "conditions").find((condition) => getString(condition, "type") === "Failed");
    assert.equal(getString(failed, "reason"), "BackoffLimitExceeded");
  });

  item({ number: 65, title: "the EndpointSlice of a Service holds the addresses of ready pods", nodes: true }, async ({ api, path }) => {
    const service = await api.send("POST", path("v1", "services"), { body: { metadata: { name: "web" }, spec: { selector: { app: "web" }, ports: [{ port: 80 }] } } });
    await api.send("POST", path("apps/v1", "deployments"), { body: deployment("web", { replicas: 2 }) });
    const slices = path("discovery.k8s.io/v1", "endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dweb");
    const slice = await eventually(async () => {
      const [found] = getList((await api.send("GET", slices)).body, "items");
      assert.deepEqual(
        getList(found, "endpoints").map((endpoint) => getField(endpoint, "conditions", "ready")),
        [true, true],
      );
      return found;
    });
    const pods = getList((await api.send("GET", path("v1", "pods"))).body, "items");
    const addresses = getList(slice, "endpoints").map((endpoint) => getField(endpoint, "addresses", 0));
    assert.deepEqual(new Set(addresses), new Set(pods.map((pod) => getField(pod, "status", "podIP"))));
    assert.deepEqual(
      [getString(slice, "metadata", "ownerReferences", 0, "kind"), getString(slice, "metadata", "ownerReferences", 0, "uid")],
      ["Service", getString(service.body, "metadata", "uid")],
    );
    await api.send("PATCH", path("apps/v1", "deployments/web"), { body: { spec: { replicas: 0 } }, contentType: "application/merge-patch+json" });
    await eventually(async () => assert.deepEqual(getList((await api.send("GET", slices)).body, "items", 0, "endpoints"), []));
  });
});

async function makeJob({ api, path }: World, command: readonly string[]): Promise<void> {
  const spec = { backoffLimit: 0, template: template({ restartPolicy: "Never", containers: [{ name: "run", image: "registry.example/run:1", command }] }) };
  const { status, body } = await api.send("POST", path("batch/v1", "jobs"), { body: { metadata: { name: "run" }, spec } });
  assert.equal(status, 201, JSON.stringify(body));
}

function finished({ api, path }: World): Promise<unknown> {
  return eventually(async () => {
    const { body } = await api.send("GET", path("batch/v1", "jobs/run"));
    assert.ok(isTrue(body, "Complete") || isTrue(body, "Failed"), JSON.stringify(getField(body, "status")));
    return body;
  });
}

function trueConditions(object: unknown): readonly string[] {
  const conditions = getList(object, "status", "conditions").filter((condition) => getString(condition, "status") === "True");
  return conditions.map((condition) => getString(condition, "type") ?? "").toSorted();
}

function isTrue(object: unknown, type: string): boolean {
  return trueConditions(object).includes(type);
}
