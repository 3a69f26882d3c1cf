import assert from "node:assert/strict";
import { getField, getNumber, getRecord, getString } from "../../src/kube/index.ts";
import { configMap, deployment } from "./harness/manifests.ts";
import { conformance } from "./harness/suite.ts";

const merge = "application/merge-patch+json";

conformance("writing", (item) => {
  item({ number: 23, title: "creating twice, an old version and a wrong uid are conflicts" }, async ({ api, path }) => {
    const first = await api.send("POST", path("v1", "configmaps"), { body: configMap("a", { k: "1" }) });
    assert.equal(first.status, 201);
    const twice = await api.send("POST", path("v1", "configmaps"), { body: configMap("a", { k: "1" }) });
    assert.deepEqual([twice.status, getString(twice.body, "reason"), getString(twice.body, "message")], [409, "AlreadyExists", `configmaps "a" already exists`]);

    const changed = { ...getRecord(first.body), data: { k: "2" } };
    assert.equal((await api.send("PUT", path("v1", "configmaps/a"), { body: changed })).status, 200);
    const stale = await api.send("PUT", path("v1", "configmaps/a"), { body: changed });
    assert.deepEqual([stale.status, getString(stale.body, "reason")], [409, "Conflict"]);
    assert.match(getString(stale.body, "message") ?? "", /^Operation cannot be fulfilled on configmaps "a": the object has been modified/);

    const wrongUid = { ...configMap("a", { k: "3" }), metadata: { name: "a", uid: "00000000-0000-0000-0000-000000000000" } };
    const other = await api.send("PUT", path("v1", "configmaps/a"), { body: wrongUid });
    assert.deepEqual([other.status, getString(other.body, "reason")], [409, "Conflict"]);
    assert.deepEqual(getField((await api.send("GET", path("v1", "configmaps/a"))).body, "data"), { k: "2" });
  });

  item({ number: 25, title: "generation counts changes of the spec; a ConfigMap has none" }, async ({ api, path }) => {
    const url = path("apps/v1", "deployments/web");
    const generation = async (body: unknown): Promise<number | undefined> => getNumber((await api.send("PATCH", url, { body, contentType: merge })).body, "metadata", "generation");
    const created = await api.send("POST", path("apps/v1", "deployments"), { body: deployment("web", { replicas: 0 }) });
    assert.equal(getNumber(created.body, "metadata", "generation"), 1);
    assert.equal(await generation({ metadata: { labels: { x: "1" } } }), 1);
    assert.equal(await generation({ spec: { minReadySeconds: 1 } }), 2);
    assert.equal(await generation({ spec: { minReadySeconds: 1 } }), 2);
    const config = await api.send("POST", path("v1", "configmaps"), { body: configMap("a", { k: "1" }) });
    assert.equal(getField(config.body, "metadata", "generation"), undefined);
  });

  item({ number: 26, title: "the status endpoint ignores the spec, the main one the status" }, async ({ api, path }) => {
    await api.send("POST", path("apps/v1", "deployments"), { body: deployment("web", { replicas: 0 }) });
    const both = { spec: { minReadySeconds: 9 }, status: { collisionCount: 7 } };
    const status = await api.send("PATCH", path("apps/v1", "deployments/web/status"), { body: both, contentType: merge });
    assert.deepEqual([status.status, getField(status.body, "spec", "minReadySeconds"), getField(status.body, "status", "collisionCount")], [200, undefined, 7]);
    const main = await api.send("PATCH", path("apps/v1", "deployments/web"), { body: { ...both, status: { collisionCount: 8 } }, contentType: merge });
    assert.equal(main.status, 200);
    assert.equal(getField(main.body, "spec", "minReadySeconds"), 9);
    assert.notEqual(getField(main.body, "status", "collisionCount"), 8);
  });

  item({ number: 27, title: "kubectl scale goes through the scale subresource" }, async ({ api, kubectl, path }) => {
    await kubectl.applied(deployment("web", { replicas: 1 }));
    assert.equal(await kubectl.ok(["scale", "deploy", "web", "--replicas=3"]), "deployment.apps/web scaled\n");
    const object = await kubectl.get("deploy", "web");
    assert.equal(getNumber(object, "spec", "replicas"), 3);
    const scale = await api.send("GET", path("apps/v1", "deployments/web/scale"));
    assert.deepEqual(
      [getString(scale.body, "apiVersion"), getString(scale.body, "kind"), getField(scale.body, "spec"), getString(scale.body, "status", "selector")],
      ["autoscaling/v1", "Scale", { replicas: 3 }, "app=web"],
    );
    assert.equal(getString(scale.body, "metadata", "uid"), getString(object, "metadata", "uid"));
    const mismatch = await kubectl.run(["scale", "deploy", "web", "--replicas=4", "--current-replicas=1"]);
    assert.deepEqual([mismatch.exitCode, mismatch.stderr], [1, "error: Expected replicas to be 1, was 3\n"]);
  });
});
