import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildApplication } from "../../../test/builders/application.ts";
import { countWrites, openCluster } from "../../../test/builders/application-world.ts";
import { buildProject } from "../../../test/builders/project.ts";
import { eventually } from "../../../test/support/eventually.ts";
import { defaultProjectSpec } from "../../api/index.ts";
import { systemClock } from "../../async/index.ts";
import { SillageError } from "../../errors/index.ts";
import { type ApiResource, createKubeClient, getField, type KubeClient, type KubeObject } from "../../kube/index.ts";
import { createLog } from "../../log/index.ts";
import { createInformer } from "../../runtime/index.ts";
import { createProjectController } from "./create-controller.ts";

const log = createLog({ level: "silent" });
const namespace = "argocd";
const finalizer = "resources-finalizer.argocd.argoproj.io";
const writes: string[] = [];
const { signal } = new AbortController();

let client: KubeClient;
let resources: { readonly projects: ApiResource; readonly applications: ApiResource };
const stopping = new AbortController();
let close: () => Promise<void>;

before(async () => {
  const cluster = await openCluster();
  client = createKubeClient({ transport: countWrites(cluster.transport, writes), clock: systemClock }, { userAgent: "test" });
  const find = async (kind: string) => {
    const found = await client.discovery.findByKind({ group: "argoproj.io", version: "v1alpha1", kind }, { signal });
    assert.ok(found);
    return found;
  };
  resources = { projects: await find("AppProject"), applications: await find("Application") };
  const deps = { client, clock: systemClock, log };
  const projects = createInformer(deps, { resource: resources.projects, namespace });
  const applications = createInformer(deps, { resource: resources.applications });
  const controller = createProjectController(
    { ...deps, random: Math.random, projectResource: resources.projects, projects, applications },
    { controlNamespace: namespace, isServed: (candidate) => candidate === namespace },
  );
  const ctx = { signal: stopping.signal, log };
  const running = Promise.all([projects.run(stopping.signal), applications.run(stopping.signal), controller.run(ctx)]);
  close = async () => {
    stopping.abort(new SillageError("canceled", "over"));
    await running;
    await cluster.close();
  };
});
after(() => close());

const fetchProject = (name: string) => client.fetchObject(resources.projects, { namespace, name }, { signal });
const applyProject = (project: KubeObject) => client.apply(resources.projects, project, { signal, fieldManager: "person", force: true });
const applicationOf = (name: string, project: string): KubeObject => {
  const { status: _status, ...app } = buildApplication({ name, spec: { project } });
  return { ...app };
};

async function settle(): Promise<void> {
  for (let before = -1; before !== writes.length;) {
    before = writes.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

test("the project default is written, and allows everything", async () => {
  await eventually(async () => assert.deepEqual((await fetchProject("default"))?.["spec"], defaultProjectSpec));
});

test("tokens get into the status, and survive a project applied from Git", async () => {
  const { status: _status, ...project } = buildProject({ roles: [{ name: "ci", policies: [] }] }, { name: "tokens" });
  const token = { iat: 1_700_000_000, id: "one" };
  await applyProject({ ...project });
  const withToken = { spec: { roles: [{ name: "ci", policies: [], jwtTokens: [token] }] } };
  await client.patch(resources.projects, { namespace, name: "tokens" }, withToken, { signal, type: "merge", fieldManager: "server" });
  await eventually(async () => assert.deepEqual((await fetchProject("tokens"))?.["status"], { jwtTokensByRole: { ci: { items: [token] } } }));
  await applyProject({ ...project, spec: { roles: [{ name: "ci", policies: ["p, proj:tokens:ci, applications, get, tokens/*, allow"] }] } });
  await settle();
  const kept = await fetchProject("tokens");
  assert.deepEqual(getField(kept, "spec", "roles"), [{ name: "ci", policies: ["p, proj:tokens:ci, applications, get, tokens/*, allow"], jwtTokens: [token] }]);
  const written = writes.length;
  await settle();
  assert.equal(writes.length, written);

  await client.patch(resources.projects, { namespace, name: "tokens" }, { spec: { roles: [] }, status: { jwtTokensByRole: null } }, { signal, type: "merge" });
  await settle();
  assert.equal(getField(await fetchProject("tokens"), "status", "jwtTokensByRole"), undefined);
});

test("a project with our finalizer stays until no Application names it", async () => {
  const { status: _status, ...project } = buildProject({}, { name: "used" });
  await applyProject({ ...project, metadata: { ...project.metadata, finalizers: [finalizer] } });
  await client.create(resources.applications, applicationOf("uses-a", "used"), { signal });
  await client.create(resources.applications, applicationOf("uses-b", "used"), { signal });
  await client.create(resources.applications, { ...applicationOf("elsewhere", "used"), metadata: { name: "elsewhere", namespace: "default" } }, { signal });
  await client.delete(resources.projects, { namespace, name: "used" }, { signal });
  await settle();
  assert.notEqual(await fetchProject("used"), undefined);
  await client.delete(resources.applications, { namespace, name: "uses-a" }, { signal });
  await settle();
  assert.notEqual(await fetchProject("used"), undefined);
  await client.patch(resources.applications, { namespace, name: "uses-b" }, { spec: { project: "default" } }, { signal, type: "merge" });
  await eventually(async () => assert.equal(await fetchProject("used"), undefined));
});
