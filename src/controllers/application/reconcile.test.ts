import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildApplication } from "../../../test/builders/application.ts";
import { type ApplicationWorld, createApplicationWorld, repoURL } from "../../../test/builders/application-world.ts";
import { eventually } from "../../../test/support/eventually.ts";
import type { ApplicationSpec } from "../../api/index.ts";
import { getField, getList, getString, type KubeObject } from "../../kube/index.ts";

let world: ApplicationWorld;
before(async () => {
  world = await createApplicationWorld();
});
after(() => world.close());

const server = "https://kubernetes.default.svc";
const automated = { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] };

const sourceOf = (name: string) => ({ repoURL, path: name, targetRevision: "main" });

let count = 0;
/** An application of its own, with a folder of its name and a namespace of its own. */
function application(spec: Partial<ApplicationSpec> = {}): { readonly name: string; readonly namespace: string; readonly object: KubeObject } {
  const name = `app-${++count}`;
  const namespace = `${world.namespace}-${count}`;
  const object = { ...buildApplication({ name, spec: { source: sourceOf(name), destination: { server, namespace }, syncPolicy: automated, ...spec } }) };
  const { status: _status, ...written } = object;
  return { name, namespace, object: { ...written, metadata: { ...written.metadata, finalizers: ["resources-finalizer.argocd.argoproj.io"] } } };
}

const configMap = (name: string, data: Readonly<Record<string, string>>, annotations: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
  data,
});

async function dataOf(name: string, namespace: string): Promise<unknown> {
  return (await world.get("v1", "ConfigMap", name, namespace))?.["data"];
}

function conditionsOf(app: KubeObject): string[] {
  return getList(app, "status", "conditions").map((condition) => `${getString(condition, "type")}: ${getString(condition, "message")}`);
}

test("a commit is applied, and a second look writes nothing", async () => {
  const { name, namespace, object } = application();
  const first = world.commit({ [name]: [configMap("a", { v: "1" }), configMap("b", { v: "1" })] });
  await world.apply(object);
  const app = await world.application(name, { sync: "Synced", health: "Healthy", phase: "Succeeded" });
  assert.deepEqual(await dataOf("a", namespace), { v: "1" });
  assert.equal(getString(app, "status", "sync", "revision"), first);
  assert.deepEqual(
    getList(app, "status", "history").map((entry) => [getField(entry, "id"), getField(entry, "revision"), getField(entry, "initiatedBy")]),
    [[0, first, { automated: true }]],
  );
  await world.settle();
  const written = world.writes.length;
  world.commit({ [name]: [configMap("a", { v: "1" }), configMap("b", { v: "1" })] });
  await world.settle();
  assert.deepEqual(world.writes.slice(written), []);

  const third = world.commit({ [name]: [configMap("a", { v: "2" })] });
  await eventually(async () => assert.deepEqual(await dataOf("a", namespace), { v: "2" }));
  await eventually(async () => assert.equal(await dataOf("b", namespace), undefined));
  const moved = await world.application(name, { sync: "Synced", phase: "Succeeded" });
  assert.equal(getString(moved, "status", "sync", "revision"), third);
});

test("a cold sync takes few requests", async () => {
  const { name, object } = application();
  world.commit({ [name]: [configMap("a", { v: "1" }), configMap("b", { v: "1" })] });
  await world.settle();
  const written = world.writes.length;
  await world.apply(object);
  await world.application(name, { sync: "Synced", health: "Healthy", phase: "Succeeded" });
  await world.settle();
  const made = world.writes.slice(written + 1).map((request) => request.replace(/\?.*/, ""));
  assert.equal(made.filter((request) => request.includes("/applications/")).length, 1, made.join("\n"));
  assert.equal(made.length, 4, made.join("\n"));
});

test("drift is undone; without self-heal it is only reported", async () => {
  const healed = application();
  const reported = application({ syncPolicy: { automated: { prune: true }, syncOptions: ["CreateNamespace=true"] } });
  world.commit(Object.fromEntries([healed, reported].map(({ name }) => [name, [configMap("a", { v: "1" })]])));
  for (const { name, object } of [healed, reported]) {
    await world.apply(object);
    await world.application(name, { sync: "Synced", phase: "Succeeded" });
    const live = await world.get("v1", "ConfigMap", "a", name === healed.name ? healed.namespace : reported.namespace);
    assert.ok(live);
    await world.patch(live, { data: { v: "changed" } });
  }
  await eventually(async () => assert.deepEqual(await dataOf("a", healed.namespace), { v: "1" }));
  await world.application(reported.name, { sync: "OutOfSync" });
  assert.deepEqual(await dataOf("a", reported.namespace), { v: "changed" });

  const live = await world.get("v1", "ConfigMap", "a", healed.namespace);
  assert.ok(live);
  await world.delete(live);
  await eventually(async () => assert.deepEqual(await dataOf("a", healed.namespace), { v: "1" }));
  const app = await world.application(healed.name, { sync: "Synced", phase: "Succeeded" });
  assert.equal(getList(app, "status", "history").length, 1);
});

test("a field that is no longer declared goes, also one that kubectl set", async () => {
  const { name, namespace, object } = application();
  await world.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const resource = await world.client.discovery.findByKind({ group: "", version: "v1", kind: "ConfigMap" }, { signal: AbortSignal.timeout(5_000) });
  assert.ok(resource);
  await world.client.create(
    resource,
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace }, data: { v: "1", old: "1" } },
    { signal: AbortSignal.timeout(5_000), fieldManager: "kubectl-client-side-apply" },
  );
  world.commit({ [name]: [configMap("a", { v: "1", mine: "1" })] });
  await world.apply(object);
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  assert.deepEqual(await dataOf("a", namespace), { v: "1", mine: "1" });
  world.commit({ [name]: [configMap("a", { v: "1" })] });
  await eventually(async () => assert.deepEqual(await dataOf("a", namespace), { v: "1" }));
});

test("a manual application waits for its operation", async () => {
  const { name, namespace, object } = application({ syncPolicy: { syncOptions: ["CreateNamespace=true"] } });
  const revision = world.commit({ [name]: [configMap("a", { v: "1" })] });
  await world.apply(object);
  const app = await world.application(name, { sync: "OutOfSync", health: "Missing" });
  assert.equal(await dataOf("a", namespace), undefined);
  await world.patch(app, { operation: { sync: {}, initiatedBy: { username: "ada" } } });
  const synced = await world.application(name, { sync: "Synced", health: "Healthy", phase: "Succeeded" });
  assert.equal(synced["operation"], undefined);
  assert.deepEqual(
    getList(synced, "status", "history").map((entry) => [getField(entry, "revision"), getField(entry, "initiatedBy")]),
    [[revision, { username: "ada" }]],
  );
});

test("a render that fails or gives nothing prunes nothing", async () => {
  const { name, namespace, object } = application();
  world.commit({ [name]: [configMap("a", { v: "1" })] });
  await world.apply(object);
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  world.commit({ [name]: 'Cannot parse "web/a.yaml:3:1": bad indentation' });
  const broken = await world.application(name, { sync: "Unknown" });
  assert.deepEqual(conditionsOf(broken), ['ComparisonError: Cannot parse "web/a.yaml:3:1": bad indentation']);
  world.commit({ [name]: [] });
  const empty = await world.application(name, { sync: "OutOfSync" });
  assert.match(conditionsOf(empty).join(), /^SyncError: Skipping sync attempt to \[.*\]: auto-sync will wipe out all resources$/);
  assert.deepEqual(await dataOf("a", namespace), { v: "1" });
});

test("a rollback holds until something newer comes", async () => {
  const { name, namespace, object } = application();
  const good = world.commit({ [name]: [configMap("a", { v: "good" })] });
  await world.apply(object);
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  const bad = world.commit({ [name]: [configMap("a", { v: "bad" })] });
  await eventually(async () => assert.deepEqual(await dataOf("a", namespace), { v: "bad" }));
  await world.settle();
  const app = await world.application(name);
  await world.patch(app, { operation: { sync: { revision: good, source: sourceOf(name), syncStrategy: { apply: {} } }, initiatedBy: { username: "ada" } } });
  await eventually(async () => assert.deepEqual(await dataOf("a", namespace), { v: "good" }));
  await world.settle();
  const held = await world.application(name, { sync: "Synced" });
  assert.equal(getString(held, "status", "sync", "revision"), good);
  assert.match(
    conditionsOf(held).join(),
    new RegExp(`^RolledBack: Automated sync stays on ${good.slice(0, 7)} since ada rolled back from ${bad.slice(0, 7)} at .*; a newer commit ends this$`),
  );
  assert.deepEqual(await dataOf("a", namespace), { v: "good" });

  world.commit({ [name]: [configMap("a", { v: "better" })] });
  await eventually(async () => assert.deepEqual(await dataOf("a", namespace), { v: "better" }));
  const released = await world.application(name, { sync: "Synced", phase: "Succeeded" });
  assert.deepEqual(conditionsOf(released), []);
});

test("deletion takes everything along", async () => {
  const { name, namespace, object } = application();
  world.commit({ [name]: [configMap("a", { v: "1" }), configMap("kept", { v: "1" }, { "argocd.argoproj.io/sync-options": "Delete=false" })] });
  await world.apply(object);
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  await world.delete(object);
  await eventually(async () => assert.equal(await world.get("argoproj.io/v1alpha1", "Application", name, "argocd"), undefined));
  assert.equal(await dataOf("a", namespace), undefined);
  assert.deepEqual(await dataOf("kept", namespace), { v: "1" });
});

test("two applications that want one object do not fight over it", async () => {
  const first = application();
  const second = application();
  const shared = [{ ...configMap("a", { v: "1" }), metadata: { name: "a", namespace: first.namespace } }];
  world.commit({ [first.name]: shared, [second.name]: shared });
  await world.apply(first.object);
  await world.application(first.name, { sync: "Synced", phase: "Succeeded" });
  await world.apply(second.object);
  const app = await world.application(second.name, { sync: "OutOfSync" });
  assert.deepEqual(conditionsOf(app), [`SharedResourceWarning: ConfigMap/a is part of application ${first.name} too, which owns it; it is left to that application`]);
  await world.settle();
  const written = world.writes.length;
  await world.settle();
  assert.equal(world.writes.length, written);
  await world.application(first.name, { sync: "Synced" });
});

test("bad specs say what is wrong", async () => {
  const cases: readonly [Partial<ApplicationSpec>, RegExp][] = [
    [{ destination: { server: "https://elsewhere", namespace: "x" } }, /^InvalidSpecError: spec\.destination: cluster "https:\/\/elsewhere" is not known/],
    [{ project: "nope" }, /^InvalidSpecError: Application referencing project nope which does not exist$/],
    [{ source: { repoURL, path: "missing" } }, /^ComparisonError: Path "missing" does not exist$/],
    [{ source: { repoURL, path: "missing", targetRevision: "v9" } }, /^ComparisonError: Revision "v9" is not a branch, tag or commit/],
  ];
  for (const [spec, message] of cases) {
    const { name, object } = application(spec);
    await world.apply(object);
    const app = await world.application(name, { sync: "Unknown" });
    assert.match(conditionsOf(app).join(), message);
    await world.delete(app);
  }
});

test("an object the server refuses stops the sync and is named", async () => {
  const { name, namespace, object } = application();
  world.commit({ [name]: [configMap("a", { v: "1" }), { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "Not_A_Name" } }] });
  await world.apply(object);
  const app = await eventually(async () => {
    const found = await world.application(name, { phase: "Running" });
    assert.match(getString(found, "status", "operationState", "message") ?? "", /ConfigMap\/Not_A_Name.*Retrying attempt #1/s);
    return found;
  });
  assert.equal(getString(app, "status", "sync", "status"), "OutOfSync");
  world.commit({ [name]: [configMap("a", { v: "2" })] });
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  assert.deepEqual(await dataOf("a", namespace), { v: "2" });
});
