import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildApplication } from "../../../test/builders/application.ts";
import { type ApplicationWorld, createApplicationWorld, repoURL } from "../../../test/builders/application-world.ts";
import { eventually } from "../../../test/support/eventually.ts";
import { getField, getList, getString, type KubeObject } from "../../kube/index.ts";

let world: ApplicationWorld;
before(async () => {
  world = await createApplicationWorld();
});
after(() => world.close());

const server = "https://kubernetes.default.svc";
const automated = { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] };
const wave = (number: number) => ({ "argocd.argoproj.io/sync-wave": String(number) });

function application(name: string, parts: { readonly namespace: string; readonly syncPolicy?: object; readonly annotations?: Readonly<Record<string, string>> }): KubeObject {
  const { namespace, syncPolicy = automated, annotations = {} } = parts;
  const { status: _status, ...built } = buildApplication({
    name,
    annotations,
    spec: { source: { repoURL, path: name, targetRevision: "main" }, destination: { server, namespace }, syncPolicy },
  });
  return { ...built, metadata: { ...built.metadata, finalizers: ["resources-finalizer.argocd.argoproj.io"] } };
}

const configMap = (name: string, annotations: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, annotations },
  data: { v: name },
});

const deployment = (name: string, annotations: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, annotations },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "app", image: "registry.example/web:1" }] } },
  },
});

const job = (name: string, annotations: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, annotations },
  spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "run", image: "registry.example/job:1" }] } } },
});

const createdAt = async (apiVersion: string, kind: string, name: string, namespace: string) =>
  Date.parse((await world.get(apiVersion, kind, name, namespace))?.metadata.creationTimestamp ?? "");

test("waves run in order, each waits for the health of the one before, hooks frame them", async () => {
  const namespace = `${world.namespace}-waves`;
  const name = `waves-${process.pid}`;
  world.commit({
    [name]: [
      configMap("last", wave(2)),
      deployment("first", wave(0)),
      job("prepare", { "argocd.argoproj.io/hook": "PreSync" }),
      job("notify", { "argocd.argoproj.io/hook": "PostSync", "argocd.argoproj.io/hook-delete-policy": "HookSucceeded" }),
    ],
  });
  await world.apply(application(name, { namespace }));
  const app = await world.application(name, { sync: "Synced", health: "Healthy", phase: "Succeeded" });
  assert.deepEqual(
    getList(app, "status", "operationState", "syncResult", "resources").map((result) => [
      getField(result, "syncPhase"),
      getField(result, "kind"),
      getField(result, "name"),
      getField(result, "status"),
      getField(result, "hookPhase"),
    ]),
    [
      ["PreSync", "Job", "prepare", "Synced", "Succeeded"],
      ["Sync", "Deployment", "first", "Synced", "Succeeded"],
      ["Sync", "ConfigMap", "last", "Synced", "Succeeded"],
      ["PostSync", "Job", "notify", "Synced", "Succeeded"],
    ],
  );
  assert.equal(getString(await world.get("apps/v1", "Deployment", "first", namespace), "status", "conditions", 0, "status"), "True");
  await eventually(async () => assert.equal(await world.get("batch/v1", "Job", "notify", namespace), undefined));
  const prepare = await eventually(async () => {
    const found = await world.get("batch/v1", "Job", "prepare", namespace);
    assert.ok(!(found?.metadata.finalizers ?? []).includes("argocd.argoproj.io/hook-finalizer"));
    return found;
  });
  assert.ok((await createdAt("batch/v1", "Job", "prepare", namespace)) <= (await createdAt("apps/v1", "Deployment", "first", namespace)));

  await world.settle();
  const written = world.writes.length;
  await world.restart();
  await world.settle();
  assert.deepEqual(world.writes.slice(written), [], "a restart writes nothing");
  assert.equal((await world.get("batch/v1", "Job", "prepare", namespace))?.metadata.uid, prepare?.metadata.uid);
});

test("an app of apps: waves wait for healthy children, not for one that waits for a person", async () => {
  const id = `${process.pid}`;
  const namespace = `${world.namespace}-apps`;
  const child = (name: string, number: number, syncPolicy: object = automated) => application(`${name}-${id}`, { namespace, syncPolicy, annotations: wave(number) });
  const children = [child("databases", 0), child("samba", 1, {}), child("backend", 2), child("frontend", 3)];
  world.commit({
    [`root-${id}`]: children,
    [`databases-${id}`]: [deployment("db")],
    [`samba-${id}`]: [configMap("samba")],
    [`backend-${id}`]: [deployment("backend")],
    [`frontend-${id}`]: [configMap("frontend")],
  });
  await world.apply(application(`root-${id}`, { namespace: "argocd" }));
  await world.application(`root-${id}`, { sync: "Synced", health: "Healthy", phase: "Succeeded" });
  for (const name of ["databases", "backend", "frontend"]) await world.application(`${name}-${id}`, { sync: "Synced", health: "Healthy" });
  await world.application(`samba-${id}`, { sync: "OutOfSync", health: "Missing" });
  const times = [
    await createdAt("apps/v1", "Deployment", "db", namespace),
    await createdAt("apps/v1", "Deployment", "backend", namespace),
    await createdAt("v1", "ConfigMap", "frontend", namespace),
  ];
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );

  await world.settle();
  const written = world.writes.length;
  await world.settle();
  assert.deepEqual(world.writes.slice(written), []);

  await world.delete(await world.application(`backend-${id}`));
  await world.application(`backend-${id}`, { sync: "Synced", health: "Healthy" });
});

test("a failing hook fails the sync, runs the SyncFail hook, and nothing else is applied", async () => {
  const namespace = `${world.namespace}-failing`;
  const name = `failing-${process.pid}`;
  const spec = { backoffLimit: 0, template: { spec: { restartPolicy: "Never", containers: [{ name: "run", image: "registry.example/job:1", command: ["sh", "-c", "exit 1"] }] } } };
  const hook = { ...job("migrate", { "argocd.argoproj.io/hook": "PreSync" }), spec };
  world.commit({ [name]: [configMap("a"), hook, configMap("sorry", { "argocd.argoproj.io/hook": "SyncFail" })] });
  await world.apply(application(name, { namespace, syncPolicy: { ...automated, retry: { limit: 0 } } }));
  const app = await world.application(name, { phase: "Failed" });
  assert.match(getString(app, "status", "operationState", "message") ?? "", /batch\/Job\/migrate/);
  assert.equal(await world.get("v1", "ConfigMap", "a", namespace), undefined);
  assert.ok(await world.get("v1", "ConfigMap", "sorry", namespace));
});
