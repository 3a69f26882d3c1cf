import assert from "node:assert/strict";
import { getField, getList, getString } from "../../src/kube/index.ts";
import { configMap, deployment } from "./harness/manifests.ts";
import { conformance, type World } from "./harness/suite.ts";

const web = { name: "web", image: "registry.example/web:1" };
const sidecar = { name: "sidecar", image: "registry.example/sidecar:1" };
const withTypo = deployment("web", { spec: { replica: 2 } });

conformance("client-side apply", (item) => {
  item({ number: 5, title: "apply says created, unchanged, configured; unchanged writes nothing" }, async ({ kubectl }) => {
    assert.equal(await kubectl.applied(configMap("a", { k: "1" })), "configmap/a created\n");
    const before = await kubectl.get("cm", "a");
    const again = await kubectl.apply(configMap("a", { k: "1" }), "-v=6");
    assert.equal(again.stdout, "configmap/a unchanged\n");
    assert.match(again.stderr, /GET/);
    assert.doesNotMatch(again.stderr, /\b(PATCH|POST|PUT)\b/);
    assert.deepEqual(await kubectl.get("cm", "a"), before);
    assert.equal(await kubectl.applied(configMap("a", { k: "2" })), "configmap/a configured\n");
    assert.deepEqual(getField(await kubectl.get("cm", "a"), "data"), { k: "2" });
  });

  item({ number: 6, title: "a new image touches its container only; what only the cluster has survives" }, async ({ kubectl }) => {
    await kubectl.applied(deployment("web", { replicas: 0, containers: [web, sidecar] }));
    await kubectl.ok(["set", "env", "deploy/web", "-c", "web", "LIVE=yes"]);
    await kubectl.applied(deployment("web", { replicas: 0, containers: [{ ...web, image: "registry.example/web:2" }, sidecar] }));
    const containers = getList(await kubectl.get("deploy", "web"), "spec", "template", "spec", "containers");
    assert.deepEqual(
      containers.map((container) => [getString(container, "name"), getString(container, "image"), getField(container, "env")]),
      [
        ["web", "registry.example/web:2", [{ name: "LIVE", value: "yes" }]],
        ["sidecar", "registry.example/sidecar:1", undefined],
      ],
    );
  });

  item({ number: 7, title: "a field removed from the manifest goes; one that others added stays" }, async ({ kubectl }) => {
    await kubectl.applied(configMap("a", { keep: "1", drop: "1" }));
    await kubectl.ok(["patch", "cm", "a", "--type=merge", "-p", `{"data":{"live":"1"}}`]);
    assert.equal(await kubectl.applied(configMap("a", { keep: "1" })), "configmap/a configured\n");
    assert.deepEqual(getField(await kubectl.get("cm", "a"), "data"), { keep: "1", live: "1" });
  });

  item({ number: 8, title: "an unknown field is refused by name" }, async ({ kubectl }) => {
    const result = await kubectl.apply(withTypo);
    assert.equal(result.exitCode, 1);
    assert.match(result.stderr, /strict decoding error: unknown field "spec\.replica"/);
    assert.equal((await kubectl.run(["get", "deploy", "web"])).exitCode, 1);
  });

  item({ number: 9, title: "an unknown field with --validate=warn and with --validate=false" }, async ({ kubectl }) => {
    const warned = await kubectl.apply(withTypo, "--validate=warn");
    assert.deepEqual(warned, { exitCode: 0, stdout: "deployment.apps/web created\n", stderr: `Warning: unknown field "spec.replica"\n` });
    await kubectl.ok(["delete", "deploy", "web"]);
    assert.deepEqual(await kubectl.apply(withTypo, "--validate=false"), { exitCode: 0, stdout: "deployment.apps/web created\n", stderr: "" });
  });

  item({ number: 11, title: "a server dry run says created and creates nothing" }, async ({ kubectl, api, path }) => {
    assert.equal(await kubectl.applied(configMap("a", { k: "1" }), "--dry-run=server"), "configmap/a created (server dry run)\n");
    assert.equal((await api.send("GET", path("v1", "configmaps/a"))).status, 404);
  });

  item({ number: 12, title: "kubectl diff shows a change and ends with 1, and is silent without one" }, async ({ kubectl }) => {
    await kubectl.applied(deployment("web", { replicas: 0 }));
    const changed = deployment("web", { replicas: 0, containers: [{ ...web, image: "registry.example/web:2" }] });
    const diff = await kubectl.run(["diff", "-f", "-"], { input: JSON.stringify(changed) });
    assert.equal(diff.exitCode, 1, diff.stderr);
    assert.match(diff.stdout, /^-\s+- image: registry\.example\/web:1$/m);
    assert.match(diff.stdout, /^\+\s+- image: registry\.example\/web:2$/m);
    const same = await kubectl.run(["diff", "-f", "-"], { input: JSON.stringify(deployment("web", { replicas: 0 })) });
    assert.deepEqual(same, { exitCode: 0, stdout: "", stderr: "" });
  });

  item({ number: 28, title: "strategic, JSON and merge patches, with their directives" }, patches);
});

async function patches({ kubectl, api, path }: World): Promise<void> {
  const a = {
    name: "a",
    image: "registry.example/a:1",
    env: [
      { name: "X", value: "1" },
      { name: "Y", value: "1" },
    ],
  };
  const c = { name: "c", image: "registry.example/c:1" };
  await kubectl.applied(deployment("web", { replicas: 0, containers: [a, c] }));
  const containers = async (): Promise<readonly unknown[]> => getList(await kubectl.get("deploy", "web"), "spec", "template", "spec", "containers");
  const template = (spec: unknown): string => JSON.stringify({ spec: { template: { spec } } });

  await kubectl.ok([
    "patch",
    "deploy",
    "web",
    "-p",
    template({
      containers: [
        {
          name: "a",
          env: [
            { name: "X", $patch: "delete" },
            { name: "Z", value: "1" },
          ],
        },
      ],
    }),
  ]);
  assert.deepEqual(
    getList((await containers())[0], "env").map((entry) => getString(entry, "name")),
    ["Z", "Y"],
  );

  await kubectl.ok([
    "patch",
    "deploy",
    "web",
    "-p",
    template({ "$setElementOrder/containers": [{ name: "c" }, { name: "a" }], containers: [{ name: "c", image: "registry.example/c:2" }] }),
  ]);
  assert.deepEqual(
    (await containers()).map((container) => getString(container, "image")),
    ["registry.example/c:2", "registry.example/a:1"],
  );

  await kubectl.ok(["patch", "deploy", "web", "--type=json", "-p", `[{"op":"test","path":"/spec/replicas","value":0},{"op":"add","path":"/spec/paused","value":true}]`]);
  assert.equal(getField(await kubectl.get("deploy", "web"), "spec", "paused"), true);
  const failing = await api.send("PATCH", path("apps/v1", "deployments/web"), {
    body: [
      { op: "test", path: "/spec/replicas", value: 7 },
      { op: "remove", path: "/spec/paused" },
    ],
    contentType: "application/json-patch+json",
  });
  assert.deepEqual([failing.status, getString(failing.body, "reason")], [422, "Invalid"]);

  await kubectl.ok(["patch", "deploy", "web", "--type=merge", "-p", `{"metadata":{"labels":{"x":"1","y":"1"}}}`]);
  await kubectl.ok(["patch", "deploy", "web", "--type=merge", "-p", `{"metadata":{"labels":{"x":null}}}`]);
  assert.deepEqual(getField(await kubectl.get("deploy", "web"), "metadata", "labels"), { y: "1" });
  assert.match(await kubectl.ok(["patch", "deploy", "web", "--type=merge", "-p", `{"metadata":{"labels":{"y":"1"}}}`]), /^deployment\.apps\/web patched \(no change\)$/m);
}
