import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { getField, getList, getString, parseApiVersion } from "../../src/kube/index.ts";
import { parseDocuments } from "../../src/kube/yaml/index.ts";
import { eventually } from "../support/eventually.ts";
import { createWorld, type World } from "./world.ts";

const examples = path.resolve(import.meta.dirname, "../../examples");
const placeholder = "https://git.example.com/platform/gitops.git";
/** In wave order; samba-ad waits for a person. */
const waves = ["databases", "samba-ad", "backend", "frontend", "monitoring", "ingress"] as const;
const automatic = waves.filter((name) => name !== "samba-ad");

async function pushExamples(world: World): Promise<void> {
  await world.repository.copyIn(examples);
  const folders = ["", "app-of-apps", "app-of-apps-staging"].map((folder) => path.join(world.repository.folder, folder));
  for (const folder of folders) {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(".yaml"))) {
      const text = await readFile(path.join(folder, file), "utf8");
      await writeFile(path.join(folder, file), text.replaceAll(placeholder, world.git.repositoryUrl));
    }
  }
  await world.repository.commitAll("Add the shop");
}

async function untilAllDeployed(world: World): Promise<void> {
  for (const name of automatic) await world.waitForApplication(name, { sync: "Synced", health: "Healthy" }, 90_000);
  await world.waitForApplication("samba-ad", { sync: "OutOfSync", health: "Missing" });
  await world.waitForApplication("app-of-apps", { sync: "Synced" });
}

/** When each child was created, and when it was last fully deployed. */
async function timestamps(world: World): Promise<readonly { readonly name: string; readonly created: string; readonly finished: string }[]> {
  return Promise.all(
    waves.map(async (name) => {
      const application = await world.application(name);
      return { name, created: getString(application, "metadata", "creationTimestamp") ?? "", finished: getString(application, "status", "operationState", "finishedAt") ?? "" };
    }),
  );
}

async function assertWaveOrder(world: World): Promise<void> {
  const seen = await timestamps(world);
  for (const [index, later] of seen.entries()) {
    for (const earlier of seen.slice(0, index)) {
      assert.ok(earlier.created <= later.created, `${earlier.name} before ${later.name}: ${JSON.stringify(seen)}`);
      if (earlier.name !== "samba-ad") assert.ok(earlier.finished <= later.created, `${earlier.name} deployed before ${later.name} is created: ${JSON.stringify(seen)}`);
    }
  }
}

describe("The example repository", { timeout: 400_000 }, () => {
  let world: World;
  before(async () => {
    world = await createWorld();
    await pushExamples(world);
    const [root] = parseDocuments(await world.repository.read("root.yaml"), { file: "root.yaml" });
    const applied = await world.kubectl.apply(root?.value);
    assert.equal(applied.exitCode, 0, applied.stderr);
  });
  after(async () => world.close());

  it("comes up in waves, each gated by the health of the one before; samba-ad waits for a person", async () => {
    await untilAllDeployed(world);
    await assertWaveOrder(world);
  });

  it("deploys samba-ad when a person says so, and remembers who", async () => {
    const sync = await world.sillage("app", "sync", "samba-ad", "--timeout", "60");
    assert.equal(sync.exitCode, 0, sync.stderr);
    const wait = await world.sillage("app", "wait", "samba-ad", "--timeout", "60");
    assert.equal(wait.exitCode, 0, wait.stderr);
    const history = await world.sillage("app", "history", "samba-ad");
    const commit = await world.repository.git("rev-parse", "--short=7", "HEAD");
    assert.match(history.stdout, new RegExp(`${commit}.*Ada Example.*admin.*Add the shop`));
  });

  it("comes back in wave order after everything but the CRDs and the root was deleted", async () => {
    await world.server.stop();
    await deleteEverything(world);
    await world.restart("SIGTERM");
    await untilAllDeployed(world);
    await assertWaveOrder(world);
  });
});

/** What a lost cluster is: no workloads, no child Applications; only the CRDs and the root are put back. */
async function deleteEverything(world: World): Promise<void> {
  for (const name of waves) {
    await world.kubectl.ok(["patch", "application", name, "--type=merge", "-p", '{"metadata":{"finalizers":null}}']);
    await world.kubectl.ok(["delete", "application", name, "--wait=false"]);
  }
  await world.kubectl.ok(["patch", "application", "app-of-apps", "--type=json", "-p", '[{"op":"remove","path":"/status"}]']);
  const namespaces = ["databases", "samba-ad", "shop", "monitoring", "ingress"];
  await world.kubectl.run(["delete", "namespace", ...namespaces, "--ignore-not-found", "--wait=true", "--timeout=90s"]);
  const resources = JSON.parse(await world.kubectl.ok(["get", "clusterroles,clusterrolebindings,ingressclasses", "-o", "json"]));
  for (const object of getList(resources, "items")) {
    const tracked = getString(object, "metadata", "annotations", "argocd.argoproj.io/tracking-id");
    const { group } = parseApiVersion(getString(object, "apiVersion") ?? "");
    if (tracked !== undefined) await world.kubectl.ok(["delete", `${getString(object, "kind")}.${group}`.toLowerCase(), getString(object, "metadata", "name") ?? ""]);
  }
  await eventually(async () => {
    const left = JSON.parse(await world.kubectl.ok(["get", "namespaces", "-o", "json"]));
    const names = getList(left, "items").map((namespace) => getField(namespace, "metadata", "name"));
    assert.deepEqual(
      namespaces.filter((name) => names.includes(name)),
      [],
    );
  });
}
