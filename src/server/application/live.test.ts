import assert from "node:assert/strict";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { parseLogEntry, parseManagedResource, parseResourceActions, parseResourceTree, type ResourceTree } from "../../api/index.ts";
import { isSillageError, type ErrorCode } from "../../errors/index.ts";
import { getField, getList, getString, type KubeObject } from "../../kube/index.ts";
import { createApplicationService, type ApplicationService } from "../../../test/builders/application-service.ts";
import { createApplicationWorld, repoURL, type ApplicationWorld } from "../../../test/builders/application-world.ts";
import { eventually } from "../../../test/support/eventually.ts";

const name = "live";
/** The fake nodes of a real control plane have no door for logs. */
const noLogs = process.env["SILLAGE_TEST_KUBECONFIG"] !== undefined;

async function assertRefused(call: Promise<unknown>, code: ErrorCode, message: RegExp): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(isSillageError(error, code), String(error));
    assert.match(error.message, message);
    return true;
  });
}

function buildWorkload(kind: string, apiVersion: string, spec: object) {
  return { apiVersion, kind, metadata: { name: "web" }, spec };
}

const labels = { app: "web" };
const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "registry.example.com/web:1" }] } };
const deployment = buildWorkload("Deployment", "apps/v1", { replicas: 2, selector: { matchLabels: labels }, template });
const service = buildWorkload("Service", "v1", { selector: labels, ports: [{ port: 80 }] });
const jobTemplate = { spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "job", image: "registry.example.com/job:1" }] } } } };
const cronJob = buildWorkload("CronJob", "batch/v1", { schedule: "0 0 1 1 *", jobTemplate });
const secret: KubeObject = { apiVersion: "v1", kind: "Secret", metadata: { name: "keys" }, stringData: { token: "hunter2" } };

describe("The live objects of an application", { timeout: 120_000 }, () => {
  let world: ApplicationWorld;
  let live: ApplicationService;
  before(async () => {
    world = await createApplicationWorld();
    live = await createApplicationService(world);
    world.commit({ "apps/live": [deployment, service, cronJob, secret] });
    await world.apply({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name, namespace: "argocd" },
      spec: {
        project: "default",
        source: { repoURL, path: "apps/live", targetRevision: "main" },
        destination: { server: "https://kubernetes.default.svc", namespace: world.namespace },
        syncPolicy: { automated: {}, syncOptions: ["CreateNamespace=true"] },
      },
    });
    await world.application(name, { sync: "Synced", health: "Healthy" });
    await eventually(async () => assert.equal(getString(await live.call("Get", { name }), "status", "sync", "status"), "Synced"));
  });
  after(async () => {
    await live.close();
    await world.close();
  });

  const tree = async (): Promise<ResourceTree> => parseResourceTree(await live.call("ResourceTree", { name }));
  const onWeb = (kind: string, group = "apps", version = "v1") => ({ name, group, version, kind, namespace: world.namespace, resourceName: "web" });
  const onSecret = () => ({ name, version: "v1", kind: "Secret", namespace: world.namespace, resourceName: "keys" });
  /** Those of the Deployment that are ready. */
  async function pods(): Promise<readonly string[]> {
    const { nodes } = await tree();
    return nodes.filter(({ kind, health, parentRefs }) => kind === "Pod" && health?.status === "Healthy" && parentRefs?.[0]?.kind === "ReplicaSet").map((node) => node.name);
  }

  it("are a tree down to the pods", async () => {
    const { nodes } = await eventually(async () => {
      const found = await tree();
      assert.equal(found.nodes.filter(({ kind, health }) => kind === "Pod" && health?.status === "Healthy").length, 2);
      return found;
    });
    const edges = nodes.flatMap(({ kind, parentRefs = [] }) => (parentRefs.length === 0 ? [kind] : parentRefs.map((parent) => `${parent.kind} > ${kind}`)));
    assert.deepEqual([...new Set(edges)].toSorted(), ["CronJob", "Deployment", "Deployment > ReplicaSet", "ReplicaSet > Pod", "Secret", "Service"]);
    const pod = nodes.find(({ kind }) => kind === "Pod");
    assert.deepEqual(
      pod?.info?.filter(({ name: item }) => item !== "Node"),
      [
        { name: "Status Reason", value: "Running" },
        { name: "Containers", value: "1/1" },
      ],
    );
    assert.deepEqual([pod?.images, pod?.networkingInfo?.labels?.["app"]], [["registry.example.com/web:1"], "web"]);
    assert.deepEqual(nodes.find(({ kind }) => kind === "Service")?.networkingInfo, { targetLabels: labels });
    assert.deepEqual(nodes.find(({ kind }) => kind === "ReplicaSet")?.info, [{ name: "Revision", value: "Rev:1" }]);
  });

  it("stream their tree at each change", async () => {
    const stop = new AbortController();
    const seen: ResourceTree[] = [];
    const reading = (async () => {
      for await (const item of live.open("WatchResourceTree", { name }, { signal: stop.signal })) seen.push(parseResourceTree(item));
    })();
    await eventually(() => assert.equal(seen.length > 0, true));
    await live.call("RunResourceActionV2", { ...onWeb("CronJob", "batch"), action: "create-job" });
    await eventually(() => assert.ok(seen.at(-1)?.nodes.some(({ kind, parentRefs }) => kind === "Job" && parentRefs?.[0]?.kind === "CronJob")));
    stop.abort();
    await reading;
  });

  it("are shown one by one, Secrets masked", async () => {
    const shown: unknown = JSON.parse(getString(await live.call("GetResource", onSecret()), "manifest") ?? "");
    assert.deepEqual([getField(shown, "data"), getField(shown, "metadata", "managedFields")], [{ token: "++++++++" }, undefined]);
    await assertRefused(live.call("GetResource", { ...onSecret(), resourceName: "other" }), "invalid", /^Secret {2}other not found as part of application live$/);
  });

  it("are patched without telling what a Secret holds", async () => {
    const refused = live.call("PatchResource", { ...onSecret(), patch: '{"data":{"token":"hunter3"}}' });
    await assertRefused(refused, "invalid", /^Cannot patch Secret "[^"]+\/keys": the API server refuses it$/);
    const answer = await live.call("PatchResource", { ...onSecret(), patch: '{"data":{"other":"aHVudGVyMw=="}}' });
    assert.ok(!JSON.stringify(answer).includes("aHVudGVy"));
    for (const operation of [
      { op: "copy", from: "/data/token", path: "/metadata/annotations/seen" },
      { op: "move", from: "/data/token", path: "/metadata/annotations/seen" },
      { op: "test", path: "/data/token", value: "aHVudGVyMg==" },
    ]) {
      const told = live.call("PatchResource", { ...onSecret(), patch: JSON.stringify([operation]), patchType: "application/json-patch+json" });
      await assertRefused(told, "forbidden", new RegExp(`may not "${operation.op}"`));
    }
  });

  it("are patched by whoever may, and an automated sync without self-heal leaves it", async () => {
    const input = { ...onWeb("Deployment"), patch: '{"spec":{"minReadySeconds":1}}', patchType: "application/merge-patch+json" };
    const policy = () => "p, ada, applications, get, *, allow\np, ada, applications, update/apps/Deployment/other/*, default/*, allow";
    await assertRefused(live.call("PatchResource", input, { policy }), "forbidden", /^permission denied/);
    await assertRefused(live.call("PatchResource", input, { policy: () => "p, ada, applications, update, *, allow" }), "forbidden", /^permission denied/);
    const allowed = () => `p, ada, applications, update/apps/Deployment/${world.namespace}/web, default/live, allow`;
    const patched: unknown = JSON.parse(getString(await live.call("PatchResource", input, { policy: allowed }), "manifest") ?? "");
    assert.equal(getField(patched, "spec", "minReadySeconds"), 1);
  });

  it("have actions, each with a permission of its own", async () => {
    const listed = parseResourceActions(await live.call("ListResourceActions", onWeb("Deployment")));
    assert.deepEqual(
      listed.map((action) => action.name),
      ["pause", "restart", "resume", "scale"],
    );
    const scale = { ...onWeb("Deployment"), action: "scale", resourceActionParameters: [{ name: "replicas", value: "3" }] };
    const policy = () => "p, ada, applications, action/apps/Deployment/restart, default/live, allow";
    await assertRefused(live.call("RunResourceActionV2", scale, { policy }), "forbidden", /you may action\/apps\/Deployment\/scale$/);
    await live.call("RunResourceAction", { ...onWeb("Deployment"), action: "restart" }, { policy });
    await live.call("RunResourceActionV2", scale);
    const spec = (await world.get("apps/v1", "Deployment", "web"))?.["spec"];
    assert.equal(getField(spec, "replicas"), 3);
    assert.ok(getString(spec, "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"));
    await eventually(async () => assert.equal((await pods()).length, 3));
  });

  it("are deleted by whoever may", async () => {
    const [pod = ""] = await pods();
    const input = { ...onWeb("Pod", ""), resourceName: pod };
    await assertRefused(live.call("DeleteResource", input, { policy: () => "p, ada, applications, delete, *, allow" }), "forbidden", /^permission denied/);
    await live.call("DeleteResource", input, { policy: () => `p, ada, applications, delete//Pod/${world.namespace}/*, */*, allow` });
    await eventually(async () => assert.ok(!(await pods()).includes(pod)));
  });

  it("log, merged and marked at the end", { skip: noLogs }, async () => {
    const read = async (input: object, policy?: () => string) =>
      (await Array.fromAsync(live.open("Logs", { name, ...input }, policy === undefined ? {} : { policy }))).map(parseLogEntry);
    await eventually(async () => assert.ok((await pods()).length >= 2));
    const entries = await eventually(async () => {
      const found = await read({ group: "apps", kind: "Deployment", resourceName: "web", tailLines: 5 });
      assert.ok(new Set(found.map(({ podName }) => podName)).size > 2 && found.every(({ content }) => !content.startsWith("Cannot")), JSON.stringify(found));
      return found;
    });
    assert.deepEqual([entries.at(-1)?.last, entries.slice(0, -1).some(({ last }) => last)], [true, false]);
    const times = entries.slice(0, -1).map(({ timeStampStr }) => Date.parse(timeStampStr));
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    await assertRefused(
      read({}, () => "p, ada, applications, get, *, allow"),
      "forbidden",
      /^permission denied: logs, get, default\/live/,
    );
    live.settings.maxPodLogs = 1;
    await assertRefused(read({ kind: "Deployment" }), "invalid", /^max pods to view logs are reached/);
    live.settings.maxPodLogs = 10;
  });

  it("log on for whoever follows, until the permission is gone", { skip: noLogs }, async () => {
    let policy = "p, ada, applications, get, *, allow\np, ada, logs, get, *, allow";
    const pod = await eventually(async () => {
      const [found = ""] = await pods();
      assert.ok((await Array.fromAsync(live.open("PodLogs", { name, podName: found }))).length > 1);
      return found;
    });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const entry of live.open("PodLogs", { name, podName: pod, follow: true }, { policy: () => policy })) {
        seen.push(parseLogEntry(entry).content);
        policy = "p, ada, applications, get, *, allow";
      }
    })();
    await eventually(() => assert.equal(seen.length, 1));
    await reading;
    assert.equal(seen.length, 1);
  });

  it("have events", async () => {
    const found = (await tree()).nodes.find(({ kind }) => kind === "ReplicaSet");
    const about = { name, resourceNamespace: world.namespace, resourceName: found?.name, resourceUID: found?.uid };
    const events = getList(await live.call("ListResourceEvents", about), "items");
    assert.ok(events.some((event) => getString(event, "reason") === "SuccessfulCreate"));
    await assertRefused(live.call("ListResourceEvents", { ...about, resourceUID: "another" }), "invalid", /not found as part of application live/);
  });

  it("differ from Git as a sync would change them", async () => {
    const [managed] = getList(await live.call("ManagedResources", { applicationName: name, kind: "Deployment" }), "items").map(parseManagedResource);
    const replicas = (state = "null"): unknown => getField(JSON.parse(state), "spec", "replicas");
    assert.deepEqual(
      [managed?.modified, replicas(managed?.targetState), replicas(managed?.liveState), replicas(managed?.normalizedLiveState), replicas(managed?.predictedLiveState)],
      [true, 2, 3, 3, 2],
    );
    const [keys] = getList(await live.call("ManagedResources", { applicationName: name, kind: "Secret" }), "items").map(parseManagedResource);
    assert.ok(!JSON.stringify(keys).includes("aHVudGVyMg"), "masked");
  });

  it("differ from other manifests, which must be about the application's own objects", async () => {
    const changed = { ...service, spec: { ...service.spec, ports: [{ port: 8080 }] } };
    const diff = await live.call("ServerSideDiff", { name, targetManifests: [JSON.stringify(changed)] });
    const [item] = getList(diff, "items").map(parseManagedResource);
    const port = (state = "null"): unknown => getField(JSON.parse(state), "spec", "ports", 0, "port");
    assert.deepEqual([getField(diff, "modified"), item?.kind, port(item?.liveState), port(item?.predictedLiveState)], [true, "Service", 80, 8080]);
    await world.apply({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "foreign", namespace: world.namespace }, data: { secret: "x" } });
    const foreign = JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "foreign" }, data: {} });
    await assertRefused(live.call("ServerSideDiff", { name, targetManifests: [foreign] }), "forbidden", /exists and is not part of application "live"$/);
  });

  it("are synced from a working copy by whoever may override", async () => {
    await live.call("Patch", { name, patch: JSON.stringify([{ op: "remove", path: "/spec/syncPolicy/automated" }]), patchType: "json" });
    const manifests = [{ ...service, spec: { ...service.spec, ports: [{ port: 9090 }] } }, deployment, cronJob, secret].map((object) => JSON.stringify(object));
    const may = "p, ada, applications, get, *, allow\np, ada, applications, sync, *, allow";
    await assertRefused(live.call("Sync", { name, manifests }, { policy: () => may }), "forbidden", /^permission denied: applications, override, default\/live/);
    const asked = await live.call("Sync", { name, manifests }, { policy: () => `${may}\np, ada, applications, override, */*, allow` });
    assert.ok(!JSON.stringify(asked).includes("hunter2"), "the answer is masked");
    await eventually(async () => assert.equal(getField(await world.get("v1", "Service", "web"), "spec", "ports", 0, "port"), 9090));
    await world.application(name, { sync: "OutOfSync", phase: "Succeeded" });
  });
});
