import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildApplication } from "../../../test/builders/application.ts";
import { type ApplicationWorld, createApplicationWorld, repoURL } from "../../../test/builders/application-world.ts";
import { getField, getList, type KubeObject } from "../../kube/index.ts";

let world: ApplicationWorld;
before(async () => {
  world = await createApplicationWorld();
});
after(() => world.close());

function application(name: string, namespace: string): KubeObject {
  const destination = { server: "https://kubernetes.default.svc", namespace };
  const syncPolicy = { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] };
  const { status: _status, ...app } = buildApplication({ name, spec: { source: { repoURL, path: name, targetRevision: "main" }, destination, syncPolicy } });
  return app;
}

const job = (name: string, type: string): KubeObject => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, annotations: { "argocd.argoproj.io/hook": type } },
  spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "run", image: "registry.example/job:1", command: ["sh", "-c", "exit 0"] }] } } },
});

const configMap = (name: string, wave: number): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, annotations: { "argocd.argoproj.io/sync-wave": String(wave) } },
  data: { v: name },
});

/** Namespace, 4 tries, status, hook, status, finalizer, map, status, map, status, hook, status, finalizer: each of them may be the last. */
const writesOfOneSync = 15;

for (let write = 1; write <= writesOfOneSync; write++) {
  test(`dying after write ${write} of a sync loses nothing and repeats no hook`, async () => {
    const name = `crash-${write}-${process.pid}`;
    const namespace = `${world.namespace}-${write}`;
    const disarm = world.crashAfter(write);
    const sent = world.writes.length;
    world.commit({ [name]: [job("prepare", "PreSync"), configMap("a", 0), configMap("b", 1), job("notify", "PostSync")] });
    await world.apply(application(name, namespace));
    const app = await world.application(name, { sync: "Synced", health: "Healthy", phase: "Succeeded" });
    disarm();
    assert.deepEqual(
      getList(app, "status", "history").map((entry) => getField(entry, "id")),
      [0],
    );
    const applied = world.writes.slice(sent).filter((request) => request.includes(`/${namespace}/`) && request.includes("force=true") && !request.includes("dryRun"));
    const counts = Object.entries(Object.groupBy(applied, (request) => /\/([\w-]+)\?/.exec(request)?.[1] ?? "")).map(([object, requests]) => [object, requests?.length]);
    assert.deepEqual(Object.fromEntries(counts), { a: 1, b: 1, notify: 1, prepare: 1 });
  });
}
