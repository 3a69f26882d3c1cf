import assert from "node:assert/strict";
import { getField, getList, getString } from "../../src/kube/index.ts";
import { managedFields } from "./harness/managed-fields.ts";
import { configMap, deployment } from "./harness/manifests.ts";
import { conformance, type World } from "./harness/suite.ts";

const yaml = "application/apply-patch+yaml";

conformance("server-side apply", (item) => {
  item({ number: 10, title: "an unknown field is not declared in the schema" }, async ({ kubectl }) => {
    const result = await kubectl.apply(deployment("web", { spec: { replica: 2 } }), "--server-side");
    assert.equal(result.exitCode, 1);
    assert.match(result.stderr, /\.spec\.replica: field not declared in schema/);
  });

  item({ number: 13, title: "another manager's value is a conflict that names it" }, async ({ kubectl }) => {
    await applyAs(kubectl, "alice", { a: "1", b: "1" });
    const result = await kubectl.apply(configMap("a", { a: "2", b: "1" }), "--server-side", "--field-manager=bob");
    assert.equal(result.exitCode, 1);
    assert.match(result.stderr, /conflict with "alice": \.data\.a$/m);
    assert.deepEqual(getField(await kubectl.get("cm", "a"), "data"), { a: "1", b: "1" });
  });

  item({ number: 14, title: "force takes the field over" }, async (world) => {
    assert.deepEqual(getField(await takenOver(world), "data"), { a: "2", b: "1" });
    assert.deepEqual(managedFields(await world.kubectl.get("cm", "a")), {
      "alice:Apply": { "f:data": { "f:b": {} } },
      "bob:Apply": { "f:data": { "f:a": {}, "f:b": {} } },
    });
  });

  item({ number: 15, title: "a manager that applies nothing loses its own fields, not the shared ones" }, async (world) => {
    await takenOver(world);
    await applyAs(world.kubectl, "bob", {});
    const object = await world.kubectl.get("cm", "a");
    assert.deepEqual(getField(object, "data"), { b: "1" });
    assert.deepEqual(managedFields(object), { "alice:Apply": { "f:data": { "f:b": {} } }, "bob:Apply": { "f:data": {} } });
  });

  item({ number: 16, title: "the same again changes nothing and wakes no watch" }, async ({ api, path }) => {
    const apply = (value: string): ReturnType<typeof api.send> =>
      api.send("PATCH", path("v1", "configmaps/a?fieldManager=alice"), { body: configMap("a", { k: value }), contentType: yaml });
    const first = await apply("1");
    assert.equal(first.status, 201);
    const watch = await api.watch(path("v1", `configmaps?watch=1&fieldSelector=metadata.name%3Da&resourceVersion=${getString(first.body, "metadata", "resourceVersion")}`));
    const second = await apply("1");
    assert.equal(second.status, 200);
    assert.deepEqual(second.body, first.body);
    await apply("2");
    await watch.expect(["MODIFIED a"]);
    assert.deepEqual(getField(watch.events[0], "object", "data"), { k: "2" });
    watch.close();
  });

  item({ number: 17, title: "a field taken by an update conflicts with its first manager's next apply" }, async ({ kubectl }) => {
    await applyAs(kubectl, "m1", { a: "1", b: "1" });
    await kubectl.ok(["patch", "cm", "a", "--type=merge", "--field-manager=m3", "-p", `{"data":{"b":"3"}}`]);
    const result = await kubectl.apply(configMap("a", { a: "1", b: "1" }), "--server-side", "--field-manager=m1");
    assert.equal(result.exitCode, 1);
    assert.match(result.stderr, /conflict with "m3" using v1: \.data\.b$/m);
  });

  item({ number: 18, title: "an injector and the owner share a list of environment variables" }, async ({ api, path }) => {
    const url = path("apps/v1", "deployments/web");
    const container = { name: "web", image: "registry.example/web:1", env: [{ name: "A", value: "1" }] };
    const owner = deployment("web", { replicas: 0, containers: [container] });
    await api.send("PATCH", `${url}?fieldManager=gitops`, { body: owner, contentType: yaml });
    const partial = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: { template: { spec: { containers: [{ name: "web", env: [{ name: "B", value: "2" }] }] } } },
    };
    assert.equal((await api.send("PATCH", `${url}?fieldManager=injector`, { body: partial, contentType: yaml })).status, 200);
    const { status, body } = await api.send("PATCH", `${url}?fieldManager=gitops`, { body: owner, contentType: yaml });
    assert.equal(status, 200);
    assert.deepEqual(getField(body, "spec", "template", "spec", "containers", 0, "env"), [
      { name: "A", value: "1" },
      { name: "B", value: "2" },
    ]);
    const env = { "f:env": { [`k:{"name":"B"}`]: { ".": {}, "f:name": {}, "f:value": {} } } };
    assert.deepEqual(managedFields(body)["injector:Apply"], {
      "f:spec": { "f:template": { "f:spec": { "f:containers": { [`k:{"name":"web"}`]: { ".": {}, ...env, "f:name": {} } } } } },
    });
  });

  item({ number: 19, title: "a dropped field falls back to its default, a dropped list goes" }, async ({ kubectl }) => {
    const container = { name: "web", image: "registry.example/web:1" };
    await kubectl.applied(deployment("web", { replicas: 3, containers: [{ ...container, ports: [{ containerPort: 80 }] }] }), "--server-side");
    await kubectl.applied(deployment("web", { containers: [container] }), "--server-side");
    const object = await kubectl.get("deploy", "web");
    assert.equal(getField(object, "spec", "replicas"), 1);
    assert.equal(getField(object, "spec", "template", "spec", "containers", 0, "ports"), undefined);
  });

  item({ number: 20, title: "moving from client-side to server-side apply leaves no Update entry" }, async ({ kubectl }) => {
    await kubectl.applied(configMap("a", { k: "1", old: "1" }));
    const result = await kubectl.apply(configMap("a", { k: "2" }), "--server-side");
    assert.deepEqual(result, { exitCode: 0, stdout: "configmap/a serverside-applied\n", stderr: "" });
    const object = await kubectl.get("cm", "a");
    assert.deepEqual(getField(object, "data"), { k: "2" });
    assert.deepEqual(managedFields(object), {
      "kubectl:Apply": { "f:data": { "f:k": {} } },
      "kubectl-last-applied:Apply": { "f:metadata": { "f:annotations": { "f:kubectl.kubernetes.io/last-applied-configuration": {} } } },
    });
  });

  item({ number: 22, title: "the manager is required, managed fields in the body are refused" }, async ({ api, path }) => {
    const url = path("v1", "configmaps/a");
    const anonymous = await api.send("PATCH", url, { body: configMap("a", {}), contentType: yaml });
    assert.deepEqual([anonymous.status, getString(getList(anonymous.body, "details", "causes")[0], "field")], [422, "fieldManager"]);
    const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", managedFields: [{ manager: "x" }] } };
    const withFields = await api.send("PATCH", `${url}?fieldManager=alice`, { body, contentType: yaml });
    assert.deepEqual([withFields.status, getString(withFields.body, "message")], [400, "metadata.managedFields must be nil"]);
  });
});

async function applyAs(kubectl: World["kubectl"], manager: string, data: Readonly<Record<string, string>>): Promise<void> {
  const result = await kubectl.apply(configMap("a", data), "--server-side", `--field-manager=${manager}`);
  assert.equal(result.exitCode, 0, result.stderr);
}

/** Alice applied a and b, then Bob both with another a, by force. */
async function takenOver({ kubectl }: World): Promise<unknown> {
  await applyAs(kubectl, "alice", { a: "1", b: "1" });
  const forced = await kubectl.apply(configMap("a", { a: "2", b: "1" }), "--server-side", "--field-manager=bob", "--force-conflicts");
  assert.equal(forced.exitCode, 0, forced.stderr);
  return kubectl.get("cm", "a");
}
