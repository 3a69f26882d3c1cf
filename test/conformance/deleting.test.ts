import assert from "node:assert/strict";
import { getField, getList, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { configMap, deployment } from "./harness/manifests.ts";
import { conformance, type World } from "./harness/suite.ts";

const merge = "application/merge-patch+json";
const finalizer = "conformance.sillage.dev/hold";
const held = { ...configMap("held", {}), metadata: { name: "held", finalizers: [finalizer] } };

conformance("deleting", (item) => {
  item({ number: 48, title: "a namespace waits for its last finalizer and says so" }, async ({ api, kubectl, namespace, path }) => {
    await api.send("POST", path("v1", "configmaps"), { body: held });
    await kubectl.ok(["delete", "ns", namespace, "--wait=false"]);
    const url = `/api/v1/namespaces/${namespace}`;
    assert.equal(getString((await api.send("GET", url)).body, "status", "phase"), "Terminating");
    const refused = await api.send("POST", path("v1", "configmaps"), { body: configMap("late", {}) });
    assert.deepEqual([refused.status, getString(refused.body, "reason"), getString(refused.body, "details", "causes", 0, "reason")], [403, "Forbidden", "NamespaceTerminating"]);
    assert.match(getString(refused.body, "message") ?? "", /unable to create new content in namespace \S+ because it is being terminated/);
    await eventually(
      async () => {
        const conditions = getList((await api.send("GET", url)).body, "status", "conditions");
        const remaining = conditions.find((condition) => getString(condition, "type") === "NamespaceFinalizersRemaining");
        assert.deepEqual([getString(remaining, "status"), getString(remaining, "reason")], ["True", "SomeFinalizersRemain"]);
        assert.equal(getString(remaining, "message"), `Some content in the namespace has finalizers remaining: ${finalizer} in 1 resource instances`);
      },
      { withinMs: 30_000 },
    );
    await api.send("PATCH", path("v1", "configmaps/held"), { body: { metadata: { finalizers: null } }, contentType: merge });
    await eventually(async () => assert.equal((await api.send("GET", url)).status, 404), { withinMs: 30_000 });
  });

  item({ number: 49, title: "kubectl delete in the background takes ReplicaSet and pods along" }, async (world) => {
    await withPods(world);
    assert.equal(await world.kubectl.ok(["delete", "deploy", "web", "--cascade=background"]), `deployment.apps "web" deleted from ${world.namespace} namespace\n`);
    await eventually(async () => assert.deepEqual(await names(world), { deployments: 0, replicaSets: 0, pods: 0 }), { withinMs: 30_000 });
  });

  item({ number: 49, title: "kubectl delete in the foreground removes the owner last" }, async (world) => {
    await withPods(world);
    const { api, path } = world;
    const deployments = await api.watch(path("apps/v1", "deployments?watch=1"));
    const replicaSets = await api.watch(path("apps/v1", "replicasets?watch=1"));
    await world.kubectl.ok(["delete", "deploy", "web", "--cascade=foreground"]);
    assert.deepEqual(await names(world), { deployments: 0, replicaSets: 0, pods: 0 });
    const ownerGone = await eventually(() => deletedAt(deployments.events));
    const dependentGone = await eventually(() => deletedAt(replicaSets.events));
    assert.ok(dependentGone < ownerGone, `ReplicaSet gone at ${dependentGone}, Deployment at ${ownerGone}`);
    const marked = deployments.events.find((event) => getField(event, "object", "metadata", "deletionTimestamp") !== undefined);
    assert.deepEqual(getField(marked, "object", "metadata", "finalizers"), ["foregroundDeletion"]);
    deployments.close();
    replicaSets.close();
  });

  item({ number: 49, title: "kubectl delete --cascade=orphan leaves the ReplicaSet without an owner" }, async (world) => {
    await withPods(world);
    const { api, path } = world;
    await world.kubectl.ok(["delete", "deploy", "web", "--cascade=orphan"]);
    await eventually(async () => {
      const { body } = await api.send("GET", path("apps/v1", "replicasets"));
      assert.equal(getList(body, "items").length, 1);
      assert.equal(getField(body, "items", 0, "metadata", "ownerReferences"), undefined);
    });
    assert.deepEqual(await names(world), { deployments: 0, replicaSets: 1, pods: 2 });
  });

  item({ number: 50, title: "an object whose owner never existed is collected" }, async ({ api, path }) => {
    const owner = { apiVersion: "v1", kind: "ConfigMap", name: "ghost", uid: "00000000-0000-0000-0000-000000000000" };
    await api.send("POST", path("v1", "configmaps"), { body: { ...configMap("orphan", {}), metadata: { name: "orphan", ownerReferences: [owner] } } });
    await eventually(async () => assert.equal((await api.send("GET", path("v1", "configmaps/orphan"))).status, 404));
  });

  item({ number: 51, title: "a finalizer keeps the object; none can be added while it is deleted" }, async ({ api, path }) => {
    const url = path("v1", "configmaps/held");
    await api.send("POST", path("v1", "configmaps"), { body: held });
    const deleted = await api.send("DELETE", url);
    assert.deepEqual([deleted.status, getString(deleted.body, "kind")], [200, "ConfigMap"]);
    assert.match(getString(deleted.body, "metadata", "deletionTimestamp") ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const added = await api.send("PATCH", url, { body: { metadata: { finalizers: [finalizer, "conformance.sillage.dev/more"] } }, contentType: merge });
    assert.deepEqual([added.status, getString(added.body, "details", "causes", 0, "field")], [422, "metadata.finalizers"]);
    assert.match(getString(added.body, "message") ?? "", /no new finalizers can be added if the object is being deleted/);
    const removed = await api.send("PATCH", url, { body: { metadata: { finalizers: null } }, contentType: merge });
    assert.equal(removed.status, 200);
    assert.equal((await api.send("GET", url)).status, 404);
  });

  item({ number: 52, title: "a wrong uid as precondition is a conflict" }, async ({ api, path }) => {
    await api.send("POST", path("v1", "configmaps"), { body: configMap("a", {}) });
    const refused = await api.send("DELETE", path("v1", "configmaps/a"), { body: { preconditions: { uid: "00000000-0000-0000-0000-000000000000" } } });
    assert.deepEqual([refused.status, getString(refused.body, "reason")], [409, "Conflict"]);
    const deleted = await api.send("DELETE", path("v1", "configmaps/a"));
    assert.deepEqual([deleted.status, getString(deleted.body, "kind"), getString(deleted.body, "status")], [200, "Status", "Success"]);
  });
});

/** The Deployment web with its ReplicaSet and two pods. */
async function withPods(world: World): Promise<void> {
  await world.api.send("POST", world.path("apps/v1", "deployments"), { body: deployment("web", { replicas: 2 }) });
  await eventually(async () => assert.deepEqual(await names(world), { deployments: 1, replicaSets: 1, pods: 2 }));
}

async function names({ api, path }: World): Promise<Record<string, number>> {
  const count = async (url: string): Promise<number> => getList((await api.send("GET", url)).body, "items").length;
  return { deployments: await count(path("apps/v1", "deployments")), replicaSets: await count(path("apps/v1", "replicasets")), pods: await count(path("v1", "pods")) };
}

/** The version at which the first object was deleted. */
function deletedAt(events: readonly unknown[]): number {
  const event = events.find((candidate) => getString(candidate, "type") === "DELETED");
  assert.notEqual(event, undefined);
  return Number(getString(event, "object", "metadata", "resourceVersion"));
}
