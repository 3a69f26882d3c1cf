import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, test } from "node:test";
import { createSealedWorld, type SealedWorld } from "../../../test/builders/sealed-world.ts";
import { eventually } from "../../../test/support/eventually.ts";
import { type ApiResource, getList, getNumber, getString, getStringMap, type KubeObject } from "../../kube/index.ts";

let world: SealedWorld;
let pods: ApiResource;
let deployments: ApiResource;
const { signal } = new AbortController();
before(async () => {
  world = await createSealedWorld();
  pods = await find("", "Pod");
  deployments = await find("apps", "Deployment");
});
after(() => world.close());

async function find(group: string, kind: string): Promise<ApiResource> {
  const resource = await world.client.discovery.findByKind({ group, version: "v1", kind }, { signal });
  assert.ok(resource);
  return resource;
}

function deployment(name: string, annotations: Record<string, string> = {}): KubeObject {
  const container = { name: "web", image: "registry.example/web:1", envFrom: [{ secretRef: { name } }] };
  const spec = { replicas: 2, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [container] } } };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: world.namespace, annotations }, spec };
}

async function runningPods(app: string): Promise<readonly string[]> {
  const { items } = await world.client.fetchList(pods, { namespace: world.namespace, labelSelector: `app=${app}`, signal });
  return items.filter((pod) => getString(pod, "status", "containerStatuses", 0, "state", "running", "startedAt") !== undefined).map(({ metadata }) => metadata.name ?? "");
}

async function conditionOf(name: string, type: string): Promise<unknown> {
  const sealed = await world.get("SealedSecret", name);
  assert.equal(getNumber(sealed, "status", "observedGeneration"), sealed?.metadata.generation);
  return getList(sealed, "status", "conditions").find((condition) => getString(condition, "type") === type);
}

const outdatedPods = (name: string) => conditionOf(name, "sillage.dev/PodsUpToDate");
const restartedAt = async (name: string) =>
  getString(
    await world.client.fetchObject(deployments, { namespace: world.namespace, name }, { signal }),
    "spec",
    "template",
    "metadata",
    "annotations",
    "kubectl.kubernetes.io/restartedAt",
  );

/** A SealedSecret and two pods that run with its value; times are told in seconds, so what follows is in a later one. */
async function deploy(name: string, annotations: Record<string, string> = {}): Promise<KubeObject> {
  const sealed = await world.create(await world.seal(name, { a: "1" }));
  await eventually(async () => assert.ok(await world.get("Secret", name)));
  await world.create(deployment(name, annotations));
  await eventually(async () => assert.equal((await runningPods(name)).length, 2));
  await delay(1_100);
  return sealed;
}

const reseal = async (sealed: KubeObject, value: string) =>
  world.patch(sealed, { spec: { encryptedData: getStringMap(await world.seal(sealed.metadata.name ?? "", { a: value }), "spec", "encryptedData") } });

test("pods with an older value are listed until they are gone", async () => {
  const sealed = await deploy("listed");
  const names = (await runningPods("listed")).toSorted();
  await reseal(sealed, "2");
  const message = await eventually(async () => {
    const condition = await outdatedPods("listed");
    assert.equal(getString(condition, "status"), "False");
    return getString(condition, "message") ?? "";
  });
  const since = getString(await conditionOf("listed", "sillage.dev/Value"), "lastTransitionTime");
  const fix = `restart: kubectl rollout restart --namespace ${world.namespace} deployment/listed`;
  assert.equal(message, `2 pods still run with the value from before ${since}: ${names.join(", ")}; ${fix}`);

  await world.settle();
  const written = world.writes.length;
  await world.restart();
  await world.settle();
  assert.deepEqual(world.writes.slice(written), [], "who starts anew says nothing new");
  assert.equal(await restartedAt("listed"), undefined, "nobody wished for a restart");

  for (const name of names) await world.client.delete(pods, { namespace: world.namespace, name }, { signal });
  await eventually(async () => assert.equal(getString(await outdatedPods("listed"), "status"), "True"), { withinMs: 20_000 });
});

test("what is no new value makes no pod outdated", async () => {
  const sealed = await deploy("same");
  await reseal(sealed, "1");
  await eventually(async () => assert.ok(await conditionOf("same", "Synced")));
  const secret = await world.get("Secret", "same");
  assert.ok(secret);
  await world.patch(secret, { data: { a: "eA==" } });
  await eventually(async () => assert.deepEqual((await world.get("Secret", "same"))?.["data"], { a: "MQ==" }));
  await world.settle();
  assert.equal(await outdatedPods("same"), undefined);
});

test("a workload that wishes it is restarted, once per change", async () => {
  const sealed = await deploy("wished", { "sillage.dev/restart-on-secret-change": "true" });
  const before = await runningPods("wished");
  await reseal(sealed, "2");
  const restarted = await eventually(async () => {
    const time = await restartedAt("wished");
    assert.ok(time);
    return time;
  });
  await eventually(
    async () => {
      const now = await runningPods("wished");
      assert.deepEqual([now.length, now.filter((name) => before.includes(name))], [2, []]);
      assert.notEqual(getString(await outdatedPods("wished"), "status"), "False");
    },
    { withinMs: 30_000 },
  );
  await world.restart();
  await world.settle();
  assert.equal(await restartedAt("wished"), restarted);
  const patches = world.writes.filter((write) => write.endsWith("/deployments/wished?fieldManager=sillage-restart") || write.includes("/deployments/wished"));
  assert.equal(patches.length, 1, patches.join());
});
