import assert from "node:assert/strict";
import { symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { getField, getList, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { configMap } from "./shop.ts";
import { automated, createWorld, type World } from "./world.ts";

interface BadCase {
  readonly name: string;
  /** Files to commit before. */
  readonly files?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly source?: Readonly<Record<string, unknown>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  /** Found in the conditions or in the message of the operation. */
  readonly want: RegExp;
}

const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g", "h", "i"].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${"abcdefghi"[index]}`).join(",")}]`).join("\n")}\n`;

const cases: readonly BadCase[] = [
  { name: "unknown-repository", source: { repoURL: "REPOSITORY/../absent.git" }, want: /ComparisonError.*absent\.git.*(not found|does not exist)/i },
  { name: "unreachable-repository", source: { repoURL: "http://127.0.0.1:1/nobody.git" }, want: /ComparisonError.*127\.0\.0\.1:1/ },
  { name: "wrong-credentials", source: { repoURL: "PRIVATE" }, want: /ComparisonError.*(credentials|authentication)/i },
  { name: "missing-revision", source: { targetRevision: "no-such-branch" }, want: /ComparisonError.*no-such-branch/ },
  { name: "missing-path", folder: "no/such/folder", want: /ComparisonError.*no\/such\/folder.*does not exist/ },
  { name: "path-outside", folder: "../../etc", want: /(ComparisonError|InvalidSpecError).*\.\.\/\.\.\/etc/ },
  { name: "symlink-outside", folder: "symlink", want: /ComparisonError.*symlink\/escape\.yaml.*outside/i },
  {
    name: "unknown-kind",
    files: { "unknown-kind/a.yaml": "apiVersion: nowhere.example.com/v1\nkind: Gadget\nmetadata: {name: a}\n" },
    want: /nowhere\.example\.com.*Gadget|Gadget.*nowhere\.example\.com/,
  },
  {
    name: "invalid-field",
    files: {
      "invalid-field/a.yaml":
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replica: 3, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}}\n",
    },
    want: /replica/,
  },
  { name: "no-kind", files: { "no-kind/a.yaml": "apiVersion: v1\nmetadata: {name: a}\n" }, want: /ComparisonError.*no-kind\/a\.yaml:1.*kind/ },
  { name: "binary-file", files: { "binary-file/a.yaml": "\u0000\u0001\u0002binary" }, want: /ComparisonError.*binary-file\/a\.yaml/ },
  { name: "yaml-bomb", files: { "yaml-bomb/a.yaml": bomb }, want: /ComparisonError.*yaml-bomb\/a\.yaml.*alias/i },
  {
    name: "large-file",
    files: { "large-file/a.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: "${"x".repeat(60 * 1024 * 1024)}"\n` },
    want: /ComparisonError.*large-file\/a\.yaml.*(large|limit|bytes|MiB)/i,
  },
  {
    name: "circular",
    files: { "circular/kustomization.yaml": "resources: [../circle]\n", "circle/kustomization.yaml": "resources: [../circular]\n" },
    want: /ComparisonError.*(cycle|circular)/i,
  },
  {
    name: "forbidden-namespace",
    spec: { project: "narrow", destination: { server: "https://kubernetes.default.svc", namespace: "kube-system" } },
    files: { "forbidden-namespace/a.json": configMap("a", { k: "1" }) },
    want: /InvalidSpecError.*kube-system.*allowed destinations in project 'narrow'/,
  },
  { name: "unknown-project", spec: { project: "nowhere" }, files: { "unknown-project/a.json": configMap("a", { k: "1" }) }, want: /InvalidSpecError.*nowhere/ },
  {
    name: "unknown-cluster",
    spec: { destination: { server: "https://other.example.com", namespace: "x" } },
    files: { "unknown-cluster/a.json": configMap("a", { k: "1" }) },
    want: /InvalidSpecError.*other\.example\.com/,
  },
];

describe("Bad input", { timeout: 300_000 }, () => {
  let world: World;
  before(async () => {
    world = await createWorld();
    await world.repository.commit("Good and bad", { "good/a.json": configMap("good", { version: "1" }), ...Object.assign({}, ...cases.map((each) => each.files ?? {})) });
    await writeFile(path.join(world.repository.folder, "good", "note.txt"), "x");
    await world.repository.commit("Add a symlink's folder", { "symlink/note.txt": "x" });
    await symlink("../../../../etc/hostname", path.join(world.repository.folder, "symlink", "escape.yaml"));
    await world.repository.commitAll("Add a symlink out of the repository");
    const project = {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "AppProject",
      metadata: { name: "narrow" },
      spec: { sourceRepos: ["*"], destinations: [{ server: "*", namespace: "e2e-*" }] },
    };
    assert.equal((await world.kubectl.apply(project)).exitCode, 0);
    await world.createApplication("good", "good");
    await world.waitForApplication("good", { sync: "Synced", health: "Healthy" });
  });
  after(async () => world.close());

  for (const bad of cases) {
    it(`${bad.name}: a clear error, nothing is lost`, async () => {
      const given = bad.source?.["repoURL"];
      const repoURL =
        given === "PRIVATE"
          ? world.git.privateUrl
          : typeof given === "string"
            ? given.replace("REPOSITORY/..", path.posix.dirname(world.git.repositoryUrl))
            : world.git.repositoryUrl;
      const source = { path: bad.folder ?? bad.name, targetRevision: "main", ...bad.source, repoURL };
      await world.createApplication(bad.name, bad.name, { ...automated, ...bad.spec, source });
      await eventually(
        async () => {
          const status = getField(await world.application(bad.name), "status");
          const conditions = getList(status, "conditions").map((condition) => `${getString(condition, "type")}: ${getString(condition, "message")}`);
          const results = getList(status, "operationState", "syncResult", "resources").map((result) => getString(result, "message") ?? "");
          assert.match([...conditions, getString(status, "operationState", "message") ?? "", ...results].join(" | "), bad.want);
        },
        { withinMs: 20_000 },
      );
    });
  }

  it("two applications that claim one object: a warning on the second, no flapping", async () => {
    await world.repository.commit("Claim twice", { "first/a.json": sharedConfigMap("first"), "second/a.json": sharedConfigMap("second") });
    await world.createApplication("first", "first", { ...automated, destination: { server: "https://kubernetes.default.svc", namespace: "e2e-good" } });
    await world.waitForApplication("first", { sync: "Synced", health: "Healthy" });
    await world.createApplication("second", "second", { ...automated, destination: { server: "https://kubernetes.default.svc", namespace: "e2e-good" } });
    await eventually(async () =>
      assert.match(JSON.stringify(getField(await world.application("second"), "status", "conditions") ?? []), /ConfigMap\/shared.*SharedResourceWarning/),
    );
    const versions = new Set<string>();
    for (let index = 0; index < 8; index += 1) versions.add(await world.kubectl.ok(["get", "configmap", "shared", "-n", "e2e-good", "-o", "jsonpath={.metadata.resourceVersion}"]));
    assert.equal(versions.size, 1, "the object must not change hands again and again");
  });

  it("and the good application goes on", async () => {
    await world.repository.commit("Change the good one", { "good/a.json": configMap("good", { version: "2" }) });
    await eventually(async () => assert.equal(await world.kubectl.ok(["get", "configmap", "good", "-n", "e2e-good", "-o", "jsonpath={.data.version}"]), "2"));
  });
});

function sharedConfigMap(owner: string): string {
  return configMap("shared", { owner });
}
