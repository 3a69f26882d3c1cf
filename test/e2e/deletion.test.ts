import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { getField, getList, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { createWorld, type World } from "./world.ts";

const options = (text: string) => ({ "argocd.argoproj.io/sync-options": text });

function configMap(name: string, annotations: Readonly<Record<string, string>> = {}): string {
  return `${JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, annotations }, data: { v: "1" } })}\n`;
}

function hookJob(name: string, type: string, { exit = 0, policy }: { readonly exit?: number; readonly policy?: string } = {}): string {
  const annotations = { "argocd.argoproj.io/hook": type, ...(policy === undefined ? {} : { "argocd.argoproj.io/hook-delete-policy": policy }) };
  const container = { name: "run", image: "registry.example.com/job:1", command: ["sh", "-c", `exit ${exit}`] };
  const spec = { backoffLimit: 0, ttlSecondsAfterFinished: policy === undefined ? 3_600 : 0, template: { spec: { restartPolicy: "Never", containers: [container] } } };
  return `${JSON.stringify({ apiVersion: "batch/v1", kind: "Job", metadata: { name, annotations }, spec })}\n`;
}

describe("What a person must agree to, and hooks of a deletion", { timeout: 240_000 }, () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(() => world.close());

  const exists = async (name: string, namespace: string): Promise<boolean> => (await world.kubectl.run(["get", name, "-n", namespace])).exitCode === 0;
  const isGone = async (name: string): Promise<boolean> => (await world.kubectl.run(["get", "application", name])).exitCode !== 0;
  const conditionOf = async (name: string, type: string): Promise<string> => {
    const condition = getList(await world.application(name), "status", "conditions").find((each) => getString(each, "type") === type);
    return getString(condition, "message") ?? "";
  };
  async function confirm(name: string): Promise<void> {
    const { exitCode, stderr } = await world.sillage("app", "confirm-deletion", name);
    assert.equal(exitCode, 0, stderr);
  }

  it("prunes what asks for it only after `app confirm-deletion`", async () => {
    await world.repository.commit("Begin", { "pruned/a.json": configMap("a"), "pruned/b.json": configMap("b", options("Prune=confirm")) });
    await world.createApplication("pruned", "pruned");
    const app = await world.waitForApplication("pruned", { sync: "Synced", health: "Healthy" });
    const guarded = getList(app, "status", "resources").map((resource) => [getString(resource, "name"), getField(resource, "requiresDeletionConfirmation")]);
    assert.deepEqual(guarded, [
      ["a", undefined],
      ["b", true],
    ]);
    await world.repository.commit("Drop b", { "pruned/b.json": undefined });
    await eventually(async () => {
      const message = getString(await world.application("pruned"), "status", "operationState", "message") ?? "";
      assert.match(message, /^waiting for pruning confirmation of \/ConfigMap\/b: agree with "sillage app confirm-deletion"/);
    });
    await delay(1_000);
    assert.equal(await exists("configmap/b", "e2e-pruned"), true);
    await confirm("pruned");
    await world.waitForApplication("pruned", { sync: "Synced", health: "Healthy" });
    assert.equal(await exists("configmap/b", "e2e-pruned"), false);
  });

  it("deletes all or nothing until a person agrees, between its hooks, over a crash", async () => {
    await world.repository.commit("Guard it", {
      "guarded/a.json": configMap("a", options("Delete=confirm")),
      "guarded/plain.json": configMap("plain"),
      "guarded/kept.json": configMap("kept", options("Delete=false")),
      "guarded/charted.json": configMap("charted", { "helm.sh/resource-policy": "keep" }),
      "guarded/before.json": hookJob("before", "PreDelete"),
      "guarded/after.json": hookJob("after", "PostDelete"),
      "guarded/brief.json": hookJob("brief", "PostDelete", { policy: "HookSucceeded" }),
    });
    await world.createApplication("guarded", "guarded");
    const app = await world.waitForApplication("guarded", { sync: "Synced", health: "Healthy" });
    assert.deepEqual(getField(app, "metadata", "finalizers"), [
      "resources-finalizer.argocd.argoproj.io",
      "pre-delete-finalizer.argocd.argoproj.io",
      "pre-delete-finalizer.argocd.argoproj.io/cleanup",
      "post-delete-finalizer.argocd.argoproj.io",
      "post-delete-finalizer.argocd.argoproj.io/cleanup",
    ]);
    assert.equal(await exists("job/before", "e2e-guarded"), false);
    await world.kubectl.ok(["delete", "application", "guarded", "--wait=false"]);
    await eventually(async () => assert.match(await conditionOf("guarded", "DeletionBlocked"), /^waiting for deletion confirmation of \/ConfigMap\/e2e-guarded\/a: /), {
      withinMs: 30_000,
    });
    assert.equal(await exists("job/before", "e2e-guarded"), true);
    await world.restart("SIGKILL");
    await delay(1_000);
    for (const name of ["a", "plain", "kept", "charted"]) assert.equal(await exists(`configmap/${name}`, "e2e-guarded"), true, name);
    await confirm("guarded");
    await eventually(async () => assert.equal(await isGone("guarded"), true), { withinMs: 40_000 });
    const left: string[] = [];
    for (const name of ["configmap/a", "configmap/plain", "configmap/kept", "configmap/charted", "job/before", "job/after", "job/brief"]) {
      if (await exists(name, "e2e-guarded")) left.push(name);
    }
    assert.deepEqual(left, ["configmap/kept", "configmap/charted", "job/after"]);
    const job = JSON.parse(await world.kubectl.ok(["get", "job", "after", "-n", "e2e-guarded", "-o", "json"])) as unknown;
    assert.deepEqual([getField(job, "status", "succeeded"), getField(job, "metadata", "finalizers")], [1, undefined]);
  });

  it("keeps everything while a hook fails, and goes on when a commit mends it", async () => {
    await world.repository.commit("Break it", { "mended/a.json": configMap("a"), "mended/before.json": hookJob("before", "PreDelete", { exit: 1 }) });
    await world.createApplication("mended", "mended");
    await world.waitForApplication("mended", { sync: "Synced", health: "Healthy" });
    await world.kubectl.ok(["delete", "application", "mended", "--wait=false"]);
    await eventually(async () => assert.match(await conditionOf("mended", "DeletionError"), /^one or more PreDelete hooks failed, to be tried again at .*: batch\/Job\/before: /), {
      withinMs: 30_000,
    });
    assert.equal(await exists("configmap/a", "e2e-mended"), true);
    await world.repository.commit("Mend it", { "mended/before.json": hookJob("before", "PreDelete") });
    await eventually(async () => assert.equal(await isGone("mended"), true), { withinMs: 60_000 });
    assert.equal(await exists("configmap/a", "e2e-mended"), false);
  });
});
