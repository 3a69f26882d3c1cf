import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KubeClient, KubeObject } from "../../kube/index.ts";
import { controlNamespace as namespace, createServiceWorld, encode, type ServiceWorld } from "../../../test/support/service-world.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { buildProject } from "../../../test/builders/project.ts";
import { assertGolden, runCli, transcript, type CliRun } from "../../../test/support/run-cli.ts";

const golden = (name: string): URL => new URL(`../golden/admin/${name}`, import.meta.url);
const kinds = [
  ["v1", "ConfigMap"],
  ["v1", "Secret"],
  ["argoproj.io/v1alpha1", "AppProject"],
  ["argoproj.io/v1alpha1", "Application"],
] as const;

const secretType = (type: string) => ({ "argocd.argoproj.io/secret-type": type });
const installation: readonly KubeObject[] = [
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-cm", labels: { "app.kubernetes.io/part-of": "argocd" } },
    data: { url: "https://cd.example.com", "oidc.config": "clientSecret: $sso:secret\n" },
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-rbac-cm" }, data: { "policy.csv": "g, ada, role:admin\n" } },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "other" }, data: { a: "not ours" } },
  { apiVersion: "v1", kind: "Secret", metadata: { name: "argocd-secret" }, data: encode({ "server.secretkey": "key" }) },
  { apiVersion: "v1", kind: "Secret", metadata: { name: "repo-1", labels: secretType("repository") }, data: encode({ url: "https://git.example.com/shop", password: "s3cret" }) },
  { apiVersion: "v1", kind: "Secret", metadata: { name: "sso" }, data: encode({ secret: "s3cret" }) },
  { apiVersion: "v1", kind: "Secret", metadata: { name: "other" }, data: encode({ a: "not ours" }) },
  JSON.parse(JSON.stringify(buildProject({ description: "Team" }))),
  JSON.parse(
    JSON.stringify({
      ...buildApplication({ status: { history: [{ id: 1, revision: "abc", deployedAt: "2026-01-01T00:00:00Z" }] } }),
      metadata: { name: "web", namespace, finalizers: ["resources-finalizer.argocd.argoproj.io"] },
    }),
  ),
];

async function createInstallation(objects: readonly KubeObject[]): Promise<ServiceWorld> {
  const world = await createServiceWorld();
  for (const object of objects) await world.put(object);
  return world;
}

function admin(
  world: ServiceWorld,
  argv: readonly string[],
  { files = {}, kube = world.kube }: { readonly files?: Readonly<Record<string, string>>; readonly kube?: KubeClient } = {},
): Promise<CliRun> {
  return runCli(["admin", ...argv], { files, deps: { openCluster: async () => kube } });
}

/** Everything of an installation, as far as two clusters can have it in common. */
async function contents(world: ServiceWorld): Promise<readonly object[]> {
  const lists = await Promise.all(
    kinds.map(async ([apiVersion, kind]) => (await world.kube.fetchList(await world.find(apiVersion, kind), { namespace, signal: world.signal })).items),
  );
  return lists.flat().map(({ metadata: { name, labels, annotations, finalizers }, ...rest }) => ({ ...rest, metadata: { name, labels, annotations, finalizers } }));
}

/** Counts what is written through it. */
function countWrites(kube: KubeClient): { readonly kube: KubeClient; readonly writes: string[] } {
  const writes: string[] = [];
  const counted =
    (verb: "create" | "update" | "patch" | "delete") =>
    async (...args: readonly unknown[]) => {
      writes.push(verb);
      return (kube[verb] as (...all: readonly unknown[]) => Promise<unknown>)(...args);
    };
  return { writes, kube: { ...kube, create: counted("create"), update: counted("update"), patch: counted("patch"), delete: counted("delete") } as KubeClient };
}

describe("admin export and import", { timeout: 60_000 }, () => {
  it("exports what belongs to the installation and nothing else", async () => {
    const world = await createInstallation(installation);
    const run = await admin(world, ["export"]);
    await world.close();
    await assertGolden(golden("export.yaml"), run.stdout);
    assert.deepEqual([run.exitCode, run.stderr], [0, ""]);
  });

  it("brings everything back in an empty cluster, and has nothing to do the second time", async () => {
    const first = await createInstallation(installation);
    const backup = (await admin(first, ["export"])).stdout;
    const second = await createInstallation([]);
    const argv = ["import", "backup.yaml"];
    const texts: string[] = [];
    for (const more of [["--dry-run"], [], ["--verbose"]]) {
      const { kube, writes } = countWrites(second.kube);
      const run = await admin(second, [...argv, ...more], { files: { "backup.yaml": backup }, kube });
      texts.push(transcript(["admin", ...argv, ...more], run), `${writes.length} writes\n\n`);
    }
    await assertGolden(golden("import.txt"), texts.join(""));
    const ours = (await contents(first)).filter((object) => !JSON.stringify(object).includes('"name":"other"'));
    assert.deepEqual(await contents(second), ours);
    assert.equal((await admin(second, ["export"])).stdout, backup);
    await Promise.all([first.close(), second.close()]);
  });

  it("updates, prunes and stops operations when told so", async () => {
    const world = await createInstallation(installation);
    const backup = (await admin(world, ["export"])).stdout;
    await world.put({ ...installation[1]!, data: { "policy.csv": "g, eve, role:admin\n" } });
    await world.put(
      JSON.parse(
        JSON.stringify({
          ...buildApplication({ name: "late", operation: { sync: {} } }),
          metadata: { name: "late", namespace, finalizers: ["resources-finalizer.argocd.argoproj.io"] },
        }),
      ),
    );
    const files = { "backup.yaml": backup };
    const texts: string[] = [];
    for (const more of [["--verbose"], ["--prune"], ["--prune"]]) {
      const argv = ["import", "backup.yaml", ...more];
      texts.push(`${transcript(["admin", ...argv], await admin(world, argv, { files }))}\n`);
    }
    await assertGolden(golden("import-changed.txt"), texts.join(""));
    assert.equal((await admin(world, ["export"])).stdout, backup);
    await world.close();
  });

  it("takes applications of other namespaces where the installation serves them", async () => {
    const world = await createInstallation(installation);
    await world.kube.create(await world.find("v1", "Namespace"), { apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a" } }, { signal: world.signal });
    await world.put(JSON.parse(JSON.stringify(buildApplication({ name: "theirs", namespace: "team-a" }))));
    const named = async (...flags: readonly string[]): Promise<boolean> => (await admin(world, ["export", ...flags])).stdout.includes("name: theirs\n  namespace: team-a\n");
    assert.deepEqual([await named(), await named("--application-namespaces", "team-*")], [false, true]);
    await world.put({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-cmd-params-cm" }, data: { "application.namespaces": "team-a" } });
    const backup = (await admin(world, ["export"])).stdout;
    const run = (...flags: readonly string[]): Promise<CliRun> => admin(world, ["import", "backup.yaml", ...flags], { files: { "backup.yaml": backup } });
    assert.equal((await run()).stdout, "8 unchanged\n");
    const skipped = 'Skipping argoproj.io/Application theirs in namespace team-a: namespace "team-a" is not among the application namespaces\n';
    assert.equal((await run("--application-namespaces", "other")).stdout, `${skipped}7 unchanged, 1 skipped\n`);
    await world.close();
  });

  it("writes nothing of half a file", async () => {
    const world = await createInstallation(installation);
    const backup = (await admin(world, ["export"])).stdout;
    const empty = await createInstallation([]);
    const { kube, writes } = countWrites(empty.kube);
    for (const length of [backup.length - 5, backup.length - 200, Math.floor(backup.length / 2)]) {
      const run = await admin(empty, ["import", "-"], { files: { "-": backup.slice(0, length) }, kube });
      assert.equal(run.exitCode !== 0 && run.stdout === "", true, run.stderr);
    }
    assert.deepEqual(writes, []);
    await Promise.all([world.close(), empty.close()]);
  });

  it("does not write over what changes meanwhile, unless told so", async () => {
    const world = await createInstallation(installation);
    const backup = (await admin(world, ["export"])).stdout.replace("https://cd.example.com", "https://new.example.com");
    let isFirst = true;
    const kube: KubeClient = {
      ...world.kube,
      async update(resource, object, options) {
        if (isFirst) await world.put({ ...installation[0]!, data: { url: "https://meanwhile.example.com" } });
        isFirst = false;
        return world.kube.update(resource, object, options);
      },
    };
    const files = { "backup.yaml": backup };
    const refused = await admin(world, ["import", "backup.yaml"], { files, kube });
    assert.match(refused.stderr, /ConfigMap "argocd\/argocd-cm" was changed in the meantime: import again, or with --override-on-conflict/);
    isFirst = true;
    await admin(world, ["import", "backup.yaml", "--override-on-conflict"], { files, kube });
    assert.equal(
      (await world.get("v1", "ConfigMap", "argocd-cm"))?.["data"] && JSON.stringify((await world.get("v1", "ConfigMap", "argocd-cm"))?.["data"]).includes("new.example.com"),
      true,
    );
    await world.close();
  });
});
