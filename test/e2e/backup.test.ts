import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { getField } from "../../src/kube/index.ts";
import { makeTempFolder } from "../support/temp-folder.ts";
import { configMap } from "./shop.ts";
import { automated, controlNamespace, createWorld, type World } from "./world.ts";

const apiVersion = "argoproj.io/v1alpha1";

describe("Disaster recovery", { timeout: 300_000 }, () => {
  const file = path.join(makeTempFolder(), "backup.yaml");
  let world: World;
  before(async () => {
    world = await createWorld();
    await world.repository.commit("Begin", { "app/a.json": configMap("a", { v: "1" }) });
  });
  after(() => world.close());

  async function admin(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await world.sillage("admin", ...args, "--kubeconfig", world.target.kubeconfig);
    assert.equal(exitCode, 0, stderr);
    return stdout;
  }

  const uidOfManaged = (): Promise<string> => world.kubectl.ok(["get", "configmap", "a", "-n", "e2e-saved", "-o", "jsonpath={.metadata.uid}"]);

  it("brings back what was lost, and the running server goes on with it", async () => {
    const { kubectl } = world;
    await kubectl.applied({
      apiVersion,
      kind: "AppProject",
      metadata: { name: "team" },
      spec: { sourceRepos: ["*"], destinations: [{ server: "*", namespace: "*" }], clusterResourceWhitelist: [{ group: "*", kind: "*" }] },
    });
    await kubectl.applied({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-rbac-cm" }, data: { "policy.default": "role:readonly" } });
    await world.createApplication("saved", "app", { ...automated, project: "team" });
    await world.waitForApplication("saved", { sync: "Synced", health: "Healthy" });
    const uid = await uidOfManaged();
    await admin("export", "--out", file);

    // Lost, and not deleted by somebody: what the application manages stays.
    await kubectl.run(["patch", "application", "saved", "--type=merge", "-p", '{"metadata":{"finalizers":null}}']);
    for (const lost of [
      ["application", "saved"],
      ["appproject", "team"],
      ["configmap", "argocd-rbac-cm"],
      ["secret", "argocd-secret"],
    ])
      await kubectl.run(["delete", ...lost]);

    const imported = await admin("import", file);
    for (const name of ["Application saved", "AppProject team", "ConfigMap argocd-rbac-cm", "Secret argocd-secret"])
      assert.match(imported, new RegExp(`${name} in namespace ${controlNamespace} created`));
    const history = getField(await world.application("saved"), "status", "history");
    assert.equal(Array.isArray(history) && history.length, 1, "the history is kept");
    await world.waitForApplication("saved", { sync: "Synced", health: "Healthy" });
    assert.equal(await uidOfManaged(), uid);
    const { exitCode, stderr } = await world.sillage("app", "get", "saved");
    assert.equal(exitCode, 0, `the session from before is good again: ${stderr}`);
  });

  it("has nothing to do the second time", async () => assert.match(await admin("import", file), /^\d+ unchanged\n$/));

  it("writes nothing of half a file", async () => {
    const text = await readFile(file, "utf8");
    const half = path.join(makeTempFolder(), "half.yaml");
    await writeFile(half, text.slice(0, text.length / 2));
    const { exitCode, stdout, stderr } = await world.sillage("admin", "import", half, "--prune", "--kubeconfig", world.target.kubeconfig);
    assert.deepEqual([exitCode === 0, stdout], [false, ""]);
    assert.match(stderr, /may be cut off/);
  });
});
