import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildApplication, type ApplicationParts } from "../../../test/builders/application.ts";
import { type ApplicationWorld, createApplicationWorld, repoURL } from "../../../test/builders/application-world.ts";
import { buildProject } from "../../../test/builders/project.ts";
import { eventually } from "../../../test/support/eventually.ts";
import type { AppProjectSpec } from "../../api/index.ts";
import { getField, getList, getString, type KubeObject } from "../../kube/index.ts";

let world: ApplicationWorld;
before(async () => {
  world = await createApplicationWorld();
});
after(() => world.close());

const server = "https://kubernetes.default.svc";
const everywhere: AppProjectSpec = { sourceRepos: ["*"], destinations: [{ server: "*", namespace: "*" }], clusterResourceWhitelist: [{ group: "", kind: "Namespace" }] };

interface Case {
  readonly name: string;
  readonly namespace: string;
  readonly app: KubeObject;
}

let count = 0;
/** A project with this spec, and an automated application of it with a folder, a namespace and a project of its own. */
async function begin(spec: AppProjectSpec, manifests: readonly KubeObject[], parts: ApplicationParts = {}): Promise<Case> {
  const name = `${world.namespace}-p${++count}`;
  const namespace = name;
  world.commit({ [name]: manifests });
  await world.apply(projectObject(name, spec));
  const { status: _status, ...app } = buildApplication({
    name,
    ...parts,
    spec: {
      project: name,
      source: { repoURL, path: name, targetRevision: "main" },
      destination: { server, namespace },
      syncPolicy: { automated: { prune: true, selfHeal: true }, retry: { limit: 0 }, syncOptions: ["CreateNamespace=true"] },
      ...parts.spec,
    },
  });
  return { name, namespace, app: { ...app } };
}

function projectObject(name: string, spec: AppProjectSpec, labels: Readonly<Record<string, string>> = {}): KubeObject {
  const { status: _status, ...project } = buildProject(spec, { name, labels });
  return { ...project };
}

const configMap = (name: string, metadata: object = {}): KubeObject => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, ...metadata }, data: { v: "1" } });

function conditionsOf(app: KubeObject): string[] {
  return getList(app, "status", "conditions").map((condition) => `${getString(condition, "type")}: ${getString(condition, "message")}`);
}

async function waitForCondition(name: string, want: string, home?: string): Promise<void> {
  await eventually(
    async () => {
      const app = await world.application(name, home === undefined ? {} : { namespace: home });
      const conditions = conditionsOf(app);
      assert.ok(conditions.includes(want), conditions.join("\n"));
    },
    { withinMs: 10_000 },
  );
}

test("a repository and a destination that the project does not permit", async () => {
  const { name, app } = await begin({ sourceRepos: ["*", `!${repoURL}`], destinations: [{ server, namespace: "elsewhere" }] }, [configMap("a")]);
  await world.apply(app);
  const seen = await world.application(name, { sync: "Unknown", health: "Unknown" });
  const { namespace } = getField(app, "spec", "destination") as { namespace: string };
  assert.deepEqual(conditionsOf(seen), [
    `InvalidSpecError: application destination server '${server}' and namespace '${namespace}' do not match any of the allowed destinations in project '${name}': no entry of destinations allows it`,
    `InvalidSpecError: application repo ${repoURL} is not permitted in project '${name}': sourceRepos has "!${repoURL}"`,
  ]);
  await world.apply(projectObject(name, everywhere));
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
});

test("an operation of an application that its project refuses ends with the reason", async () => {
  const { name, app } = await begin({ ...everywhere, sourceRepos: [] }, [configMap("a")]);
  await world.apply({ ...app, operation: { sync: {}, initiatedBy: { username: "ada" } } });
  const seen = await world.application(name, { phase: "Error" });
  assert.equal(getString(seen, "status", "operationState", "message"), `application repo ${repoURL} is not permitted in project '${name}': no entry of sourceRepos allows it`);
  assert.equal(seen["operation"], undefined);
});

test("a kind that the project does not permit has status Unknown, and nothing is applied", async () => {
  const { name, namespace, app } = await begin({ ...everywhere, namespaceResourceBlacklist: [{ group: "", kind: "Secret" }] }, [
    configMap("a"),
    { apiVersion: "v1", kind: "Secret", metadata: { name: "s" } },
  ]);
  await world.apply(app);
  const seen = await world.application(name, { sync: "OutOfSync", phase: "Failed" });
  assert.equal(
    getString(seen, "status", "operationState", "message"),
    `one or more synchronization tasks are not valid: /Secret/s: resource :Secret is not permitted in project ${name}: namespaceResourceBlacklist has "/Secret"`,
  );
  assert.deepEqual(
    getList(seen, "status", "resources").map((resource) => [getString(resource, "kind"), getString(resource, "status")]),
    [
      ["ConfigMap", "OutOfSync"],
      ["Secret", "Unknown"],
    ],
  );
  assert.equal(await world.get("v1", "ConfigMap", "a", namespace), undefined);
});

test("hooks and the namespace to be made need permission, too", async () => {
  const hook = configMap("hook", { namespace: "kube-public", annotations: { "argocd.argoproj.io/hook": "PreSync" } });
  const { name, namespace, app } = await begin({ sourceRepos: ["*"], destinations: [{ server, namespace: "!kube-public" }] }, [configMap("a"), hook]);
  await world.apply(app);
  const seen = await world.application(name, { phase: "Failed" });
  assert.equal(
    getString(seen, "status", "operationState", "message"),
    `one or more synchronization tasks are not valid: /Namespace/${namespace}: resource :Namespace is not permitted in project ${name}: no entry of clusterResourceWhitelist allows it; ` +
      `/ConfigMap/hook: namespace kube-public is not permitted in project '${name}': destinations has {server "${server}", namespace "!kube-public"}`,
  );
  assert.equal(await world.get("v1", "ConfigMap", "hook", "kube-public"), undefined);
});

test("what the project does not permit any more is neither pruned nor deleted", async () => {
  const { name, namespace, app } = await begin(everywhere, [configMap("a"), { apiVersion: "v1", kind: "Secret", metadata: { name: "s" } }]);
  await world.apply({ ...app, metadata: { ...app.metadata, finalizers: ["resources-finalizer.argocd.argoproj.io"] } });
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  await world.apply(projectObject(name, { ...everywhere, namespaceResourceBlacklist: [{ group: "", kind: "Secret" }] }));
  await eventually(async () => {
    const statuses = getList(await world.application(name), "status", "resources").map((resource) => getString(resource, "status"));
    assert.deepEqual(statuses, ["Synced", "Unknown"]);
  });
  world.commit({ [name]: [configMap("a")] });
  await world.application(name, { sync: "Synced" });
  await world.delete(app);
  await eventually(async () => assert.equal(await world.get("argoproj.io/v1alpha1", "Application", name, "argocd"), undefined), { withinMs: 10_000 });
  assert.equal(await world.get("v1", "ConfigMap", "a", namespace), undefined);
  assert.notEqual(await world.get("v1", "Secret", "s", namespace), undefined);
});

test("an application whose project is gone is not deleted blindly", async () => {
  const { name, namespace, app } = await begin(everywhere, [configMap("a")]);
  await world.apply({ ...app, metadata: { ...app.metadata, finalizers: ["resources-finalizer.argocd.argoproj.io"] } });
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  await world.delete(projectObject(name, {}));
  await world.delete(app);
  await waitForCondition(
    name,
    `DeletionError: Application referencing project ${name} which does not exist: restore the project, or remove the finalizers of the Application to leave its objects`,
  );
  assert.notEqual(await world.get("v1", "ConfigMap", "a", namespace), undefined);
  await world.apply(projectObject(name, everywhere));
  await eventually(async () => assert.equal(await world.get("argoproj.io/v1alpha1", "Application", name, "argocd"), undefined), { withinMs: 10_000 });
  assert.equal(await world.get("v1", "ConfigMap", "a", namespace), undefined);
});

test("a deny window holds automation back, then a manual sync, and says so once", async () => {
  const always = { kind: "deny", schedule: "* * * * *", duration: "1h", applications: ["*"] };
  const { name, namespace, app } = await begin({ ...everywhere, syncWindows: [always] }, [configMap("a")]);
  await world.apply(app);
  await world.application(name, { sync: "OutOfSync" });
  const held = `Sync operation blocked by sync window: deny window "* * * * *" for 1h (UTC) is active in project '${name}'`;
  await waitForCondition(name, `SyncBlocked: ${held}`);
  await world.settle();
  const written = world.writes.length;
  await world.patch(app, { operation: { sync: { prune: true }, initiatedBy: { username: "ada" } } });
  const waiting = await world.application(name, { phase: "Running" });
  assert.equal(getString(waiting, "status", "operationState", "message"), held);
  await world.settle();
  assert.equal(world.writes.length, written + 2);
  assert.equal(await world.get("v1", "ConfigMap", "a", namespace), undefined);

  await world.apply(projectObject(name, { ...everywhere, syncWindows: [{ ...always, manualSync: true }] }));
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  assert.notEqual(await world.get("v1", "ConfigMap", "a", namespace), undefined);
});

test("a window that opens between two waves stops the sync there", async () => {
  const wave = (name: string, number: string) => configMap(name, { annotations: { "argocd.argoproj.io/sync-wave": number } });
  const job: KubeObject = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "gate", annotations: { "argocd.argoproj.io/sync-wave": "1" } },
    spec: { suspend: true, template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "registry.example/job:1" }] } } },
  };
  const { name, namespace, app } = await begin(everywhere, [wave("a", "0"), job, wave("b", "2")], {
    spec: { ignoreDifferences: [{ group: "batch", kind: "Job", jsonPointers: ["/spec/suspend"] }] },
  });
  await world.apply(app);
  await eventually(async () => assert.notEqual(await world.get("batch/v1", "Job", "gate", namespace), undefined), { withinMs: 10_000 });
  const deny = { kind: "deny", schedule: "* * * * *", duration: "1h", namespaces: ["*"] };
  await world.apply(projectObject(name, { ...everywhere, syncWindows: [deny] }));
  await eventually(
    async () => {
      const seen = await world.application(name, { phase: "Running" });
      assert.match(getString(seen, "status", "operationState", "message") ?? "", /blocked by sync window/);
    },
    { withinMs: 10_000 },
  );
  const gate = await world.get("batch/v1", "Job", "gate", namespace);
  assert.ok(gate);
  await world.patch(gate, { spec: { suspend: false } });
  await world.settle();
  assert.equal(await world.get("v1", "ConfigMap", "b", namespace), undefined);
  await world.apply(projectObject(name, everywhere));
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  assert.notEqual(await world.get("v1", "ConfigMap", "b", namespace), undefined);
});

test("a project inherits from a global one, at once", async () => {
  const { name, app } = await begin(everywhere, [configMap("a")]);
  const parent = `${name}-global`;
  await world.apply(projectObject(parent, { namespaceResourceBlacklist: [{ group: "", kind: "ConfigMap" }] }));
  await world.apply(projectObject(name, everywhere, { tier: name }));
  world.setGlobalProjects([{ projectName: parent, labelSelector: { matchLabels: { tier: name } } }]);
  await world.apply(app);
  const refused = await world.application(name, { phase: "Failed" });
  assert.match(getString(refused, "status", "operationState", "message") ?? "", /namespaceResourceBlacklist has "\/ConfigMap"/);
  await world.apply(projectObject(parent, { namespaceResourceBlacklist: [{ group: "", kind: "Pod" }] }));
  await world.patch(app, { operation: { sync: {}, initiatedBy: { username: "ada" } } });
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  world.setGlobalProjects([]);
});

test("what belongs to no Application is warned of, where the project asks for it", async () => {
  const spec: AppProjectSpec = { ...everywhere, orphanedResources: { warn: true, ignore: [{ kind: "ConfigMap", name: "known-*" }] } };
  const { name, namespace, app } = await begin(spec, [configMap("a")]);
  await world.apply(app);
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  await world.settle();
  assert.deepEqual(conditionsOf(await world.application(name)), []);

  await world.apply(configMap("known-one", { namespace }));
  const stray = await world.apply(configMap("stray", { namespace }));
  await waitForCondition(name, "OrphanedResourceWarning: Application has 1 orphaned resources: ConfigMap/stray");
  await world.settle();
  const written = world.writes.length;
  await world.patch(stray, { data: { v: "2" } });
  await world.settle();
  assert.equal(world.writes.length, written + 1);

  await world.delete(stray);
  await eventually(async () => assert.deepEqual(conditionsOf(await world.application(name)), []), { withinMs: 10_000 });
  await world.apply(configMap("stray", { namespace }));
  await waitForCondition(name, "OrphanedResourceWarning: Application has 1 orphaned resources: ConfigMap/stray");
  await world.apply(projectObject(name, { ...spec, orphanedResources: {} }));
  await eventually(async () => assert.deepEqual(conditionsOf(await world.application(name)), []), { withinMs: 10_000 });
});

test("a sync acts as the service account of its project, when asked", async (t) => {
  world.setImpersonation(true);
  t.after(() => world.setImpersonation(false));
  const spec: AppProjectSpec = { ...everywhere, destinationServiceAccounts: [] };
  const { name, namespace, app } = await begin(spec, [configMap("a")], { spec: { syncPolicy: {} } });
  const sync = async (): Promise<string> => {
    await world.patch(app, { operation: { sync: {}, initiatedBy: { username: "ada" } } });
    return eventually(
      async () => {
        const seen = await world.application(name);
        assert.equal(seen["operation"], undefined);
        const [phase, message] = ["phase", "message"].map((field) => getString(seen, "status", "operationState", field));
        assert.ok(phase === "Failed" || phase === "Succeeded");
        return `${phase}: ${message}`;
      },
      { withinMs: 10_000 },
    );
  };
  await world.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  await world.apply(app);
  assert.match(await sync(), /^Failed: no matching service account found .*: destinationServiceAccounts of project '.*' has none for it$/);
  await world.apply(projectObject(name, { ...spec, destinationServiceAccounts: [{ server: "*", namespace: "*", defaultServiceAccount: "deployer" }] }));
  assert.match(await sync(), new RegExp(`^Failed: .*"system:serviceaccount:${namespace}:deployer" cannot patch resource "configmaps"`));
  const role = { apiVersion: "rbac.authorization.k8s.io/v1", metadata: { name: "deployer", namespace } };
  await world.apply({ ...role, kind: "Role", rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["*"] }] });
  await world.apply({
    ...role,
    kind: "RoleBinding",
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "deployer" },
    subjects: [{ kind: "ServiceAccount", name: "deployer", namespace }],
  });
  assert.match(await sync(), /^Succeeded: /);
  assert.notEqual(await world.get("v1", "ConfigMap", "a", namespace), undefined);

  await world.apply({ ...role, kind: "Role", rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }] });
  await world.patch(app, { metadata: { finalizers: ["resources-finalizer.argocd.argoproj.io"] } });
  await world.delete(app);
  await eventually(async () => {
    const conditions = getList(await world.application(name), "status", "conditions").map((condition) => getString(condition, "message") ?? "");
    assert.match(conditions.join(), new RegExp(`"system:serviceaccount:${namespace}:deployer" cannot delete resource "configmaps"`));
  });
  await world.apply({ ...role, kind: "Role", rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["*"] }] });
  await eventually(async () => assert.equal(await world.get("argoproj.io/v1alpha1", "Application", name, "argocd"), undefined), { withinMs: 20_000 });
  assert.equal(await world.get("v1", "ConfigMap", "a", namespace), undefined);
});

test("hooks of a deletion that the project does not permit hold it, and say how to go on", async () => {
  const hook = { ...configMap("before"), metadata: { name: "before", annotations: { "argocd.argoproj.io/hook": "PreDelete" } } };
  const { name, namespace, app } = await begin(everywhere, [configMap("a"), hook]);
  await world.apply({ ...app, metadata: { ...app.metadata, finalizers: ["resources-finalizer.argocd.argoproj.io"] } });
  await world.application(name, { sync: "Synced", phase: "Succeeded" });
  await world.apply(projectObject(name, { ...everywhere, namespaceResourceWhitelist: [{ group: "apps", kind: "*" }] }));
  await world.delete(app);
  await waitForCondition(
    name,
    `DeletionError: the PreDelete hooks cannot run: /ConfigMap/before: resource :ConfigMap is not permitted in project ${name}: no entry of namespaceResourceWhitelist allows it; to delete the Application without them, remove its finalizer pre-delete-finalizer.argocd.argoproj.io`,
  );
  await world.apply(projectObject(name, everywhere));
  await eventually(async () => assert.equal(await world.get("argoproj.io/v1alpha1", "Application", name, "argocd"), undefined), { withinMs: 10_000 });
  for (const object of ["a", "before"]) assert.equal(await world.get("v1", "ConfigMap", object, namespace), undefined);
});

test("an application in another namespace needs its project's permission, and marks its objects", async () => {
  const home = world.teamNamespace;
  await world.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: home } });
  const { name, namespace, app } = await begin(everywhere, [configMap("a")], { namespace: home });
  await world.apply(app);
  await waitForCondition(
    name,
    `InvalidSpecError: application '${name}' in namespace '${home}' is not permitted to use project '${name}': no entry of sourceNamespaces allows it`,
    home,
  );
  await world.apply(projectObject(name, { ...everywhere, sourceNamespaces: [home] }));
  await world.application(name, { namespace: home, sync: "Synced", phase: "Succeeded" });
  const object = await world.get("v1", "ConfigMap", "a", namespace);
  assert.equal(object?.metadata.annotations?.["argocd.argoproj.io/tracking-id"], `${home}_${name}:/ConfigMap:${namespace}/a`);
});

test("an application in a namespace that is not served is left alone", async () => {
  const home = `${world.namespace}-other`;
  await world.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: home } });
  const { name, app } = await begin({ ...everywhere, sourceNamespaces: ["*"] }, [configMap("a")], { namespace: home });
  await world.apply(app);
  await world.settle();
  assert.equal((await world.get("argoproj.io/v1alpha1", "Application", name, home))?.["status"], undefined);
});
