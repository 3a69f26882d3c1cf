import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { exec } from "../../src/exec/index.ts";
import { getList, getString, type KubeObject } from "../../src/kube/index.ts";
import { sealSecret } from "../../src/seal/index.ts";
import { createTestKey, type TestKey } from "../builders/sealing-key.ts";
import { createApi, type Api } from "../support/api.ts";
import { type Canaries, createCanaries, keyCanaries } from "../support/canaries.ts";
import { eventually } from "../support/eventually.ts";
import { createSpy, listFiles, type Spy } from "../support/spy.ts";
import { makeTempFolder } from "../support/temp-folder.ts";
import { createWorld, type World } from "./world.ts";

/** The values of the story below. */
const plain = {
  sealed: "canary-sealed-5b0d",
  next: "canary-next-93ce",
  edited: "canary-by-hand-e07a",
  foreign: "canary-foreign-11fb",
  inGit: "canary-in-git-c4d2",
  merged: "canary-merged-2a68",
  raw: "canary-raw-0f9e",
  inEditor: "canary-editor-7d15",
  posted: "canary-posted-b8a3",
  notBase64: "canary-not-base64-6ee1",
  /** Somebody puts it into a SealedSecret in clear: there everybody reads it, and nowhere else. */
  mistaken: "canary-mistaken-a35c",
};
const [older, stranger] = [createTestKey("first"), createTestKey("second")];

const namespace = "e2e-canary";
const keyLabel = "sealedsecrets.bitnami.com/sealed-secrets-key";
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** One whole life of sealed and other secrets, and then a look at everything that anybody without `get secrets` can have seen of it. */
describe("No secret leaves", { timeout: 240_000, skip: process.platform !== "linux" && "reads /proc" }, () => {
  let spy: Spy;
  let world: World;
  let api: Api;
  let canaries: Canaries;
  /** What is meant to hold secrets: input files, backups, the editor's own. */
  const vault = makeTempFolder();
  const config = path.join(makeTempFolder(), "config");
  const cache = makeTempFolder();

  before(async () => {
    spy = await createSpy();
    world = await createWorld({ env: { ...spy.env, SILLAGE_CONFIG: config, XDG_CACHE_HOME: cache, SILLAGE_LOG_LEVEL: "debug" } });
    api = createApi(world.target.kubeconfig);
    await world.kubectl.ok(["create", "namespace", namespace]);
    await eventually(async () => assert.equal((await fetch(`${world.server.url}/v1/cert.pem`)).status, 200));
    const keys: unknown = JSON.parse(await world.kubectl.ok(["get", "secrets", "--selector", keyLabel, "-o", "json"]));
    const own = Buffer.from(getString(getList(keys, "items")[0], "data", "tls.key") ?? "", "base64").toString();
    const keyLines = [own, older.pair.privateKey, stranger.pair.privateKey].map((pem, index) => keyCanaries(`key ${index}`, pem));
    canaries = createCanaries(Object.assign({ ...plain }, ...keyLines));
    await world.kubectl.ok(["apply", "--server-side", "-f", "-"], { input: JSON.stringify(keySecret("older", older)) });
  });
  after(async () => {
    await spy?.stop();
    api?.close();
    const left = [`namespace/${namespace}`, "clusterrole/canary-viewer", "clusterrolebinding/canary-viewer", "secret/sealed-secrets-key-older"];
    await world?.kubectl.run(["delete", ...left, "--wait=false"]);
    await world?.close();
  });

  /** `sillage …` with everything it prints noted, any exit code. */
  async function sillage(
    args: readonly string[],
    { input = "", isMeant = false, env = {} }: { readonly input?: string; readonly isMeant?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
  ) {
    const bin = path.resolve(import.meta.dirname, "../../bin/sillage.js");
    const options = { cwd: world.repository.folder, input, env: { ...spy.env, SILLAGE_CONFIG: config, KUBECONFIG: world.target.kubeconfig, ...env } };
    const result = await exec(process.execPath, [bin, ...args], { ...options, signal: AbortSignal.timeout(60_000) });
    const name = `sillage ${args.join(" ")}`;
    spy.note(`${name}: errors`, result.stderr);
    if (!isMeant) spy.note(`${name}: output`, result.stdout);
    return { exitCode: result.exitCode, stdout: result.stdout.toString("utf8"), stderr: result.stderr };
  }

  async function sillageOk(...call: Parameters<typeof sillage>): Promise<string> {
    const { exitCode, stdout, stderr } = await sillage(...call);
    assert.equal(exitCode, 0, `${call[0].join(" ")}: ${stderr}`);
    return stdout;
  }

  const apply = (object: object) => world.kubectl.ok(["apply", "--server-side", "--namespace", namespace, "-f", "-"], { input: JSON.stringify(object) });

  async function editByHand(name: string): Promise<void> {
    const patch = { contentType: "application/merge-patch+json", body: { data: { password: base64(plain.edited) } } };
    assert.equal((await api.send("PATCH", `/api/v1/namespaces/${namespace}/secrets/${name}`, patch)).status, 200);
  }

  async function keep(name: string, text: string): Promise<string> {
    await writeFile(path.join(vault, name), text, { mode: 0o600 });
    return path.join(vault, name);
  }

  const dataOf = async (name: string): Promise<unknown> => {
    const { exitCode, stdout } = await world.kubectl.run(["get", "secret", name, "--namespace", namespace, "-o", "jsonpath={.data.password}"]);
    return exitCode === 0 ? Buffer.from(stdout, "base64").toString() : undefined;
  };

  const becomes = (name: string, value: string) => eventually(async () => assert.equal(await dataOf(name), value), { withinMs: 30_000 });

  /** Through our API, as the holder of the token. */
  async function ask(method: string, where: string, body?: unknown): Promise<number> {
    const token = /auth-token: (\S+)/.exec(await readFile(config, "utf8"))?.[1] ?? "";
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const reply = await fetch(new URL(where, world.server.url), {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    spy.note(`${method} ${where}`, await reply.text());
    assert.notEqual(reply.status, 401, "the token is good, so the answer tells all it can");
    return reply.status;
  }

  it("packed in base64 or not, anywhere in a text, would be found", () => {
    for (const before of ["", "a", "ab", "abc"]) {
      const text = `${before}${plain.sealed}x`;
      const packed = [text, base64(text), base64(JSON.stringify({ data: base64(text) })), Buffer.from(text).toString("hex")];
      assert.deepEqual(
        packed.map((text) => canaries.find(text)),
        [["sealed"], ["sealed"], ["sealed"], ["sealed"]],
      );
    }
    assert.deepEqual(
      [older.pair.privateKey, base64(older.pair.certificate)].map((text) => canaries.find(text).length > 0),
      [true, false],
    );
  });

  it("while they are sealed, committed, unsealed, edited and restarted with", async () => {
    const file = await keep("db.yaml", JSON.stringify(secret("db", plain.sealed)));
    await mkdir(path.join(world.repository.folder, "secrets"));
    await sillageOk(["seal", "-f", file, "-w", "secrets/db.yaml", "--cert", await keep("older.crt", older.pair.certificate)]);
    await writeFile(path.join(world.repository.folder, "secrets/web.yaml"), JSON.stringify(deployment()));
    await world.repository.commitAll("Add db");
    await createApplication("canary", "secrets");
    await becomes("db", plain.sealed);
    await world.waitForApplication("canary", { sync: "Synced", health: "Healthy" });

    await editByHand("db");
    await becomes("db", plain.sealed);

    await sillageOk(["seal", "--merge-into", "secrets/db.yaml"], { input: JSON.stringify(secret("db", plain.next)) });
    await sillageOk(["seal", "--raw", "--name", "db", "--namespace", namespace, "--from-file", await keep("raw", plain.raw)]);
    await world.repository.commitAll("Change db");
    await becomes("db", plain.next);
    await eventually(async () => {
      const restarted = await world.kubectl.ok(["get", "deployment", "web", "-n", namespace, "-o", "jsonpath={.spec.template.metadata.annotations}"]);
      assert.match(restarted, /restartedAt/);
    });
    // A restart is no drift: nothing heals it away.
    await world.waitForApplication("canary", { sync: "Synced", health: "Healthy" });
  });

  it("when sealing and unsealing go wrong", async () => {
    const certificate = older.key.certificate;
    const sealed = sealSecret(secret("x", plain.sealed), { certificate, allowEmptyData: false });
    const text = String(getString(sealed, "spec", "encryptedData", "password"));
    const broken: Record<string, KubeObject> = {
      stranger: sealSecret(secret("stranger", plain.sealed), { certificate: stranger.key.certificate, allowEmptyData: false }),
      renamed: { ...sealed, metadata: { ...sealed.metadata, name: "renamed" } },
      truncated: withItem("truncated", text.slice(0, 200)),
      "in-clear": withItem("in-clear", plain.mistaken),
      "in-base64": withItem("in-base64", base64(plain.mistaken)),
      foreign: sealSecret(secret("foreign", plain.sealed), { certificate, allowEmptyData: false }),
    };
    await apply({ ...secret("foreign", plain.foreign), metadata: { name: "foreign", namespace } });
    for (const object of Object.values(broken)) await apply(object);
    const functions = [
      "{{ .password | fromJson }}",
      "{{ index .password 99 }}",
      "{{ atoi .password }}",
      '{{ printf "%d" .password }}',
      "{{ b64dec .password }}",
      "{{ .password.x }}",
      "{{ fail .password }}",
    ];
    for (const [index, body] of functions.entries()) {
      const name = `template-${index}`;
      const object = sealSecret(secret(name, plain.sealed), { certificate, allowEmptyData: false });
      await apply({ ...object, spec: { ...(object["spec"] as object), template: { data: { out: body } } } });
    }
    await eventually(async () => {
      const list: unknown = JSON.parse(await world.kubectl.ok(["get", "sealedsecrets", "--namespace", namespace, "-o", "json"]));
      const silent = getList(list, "items").filter((item) => getString(getList(item, "status", "conditions")[0], "status") === undefined);
      assert.deepEqual(silent, []);
    });
    for (const flag of ["--validate", "--re-encrypt"]) await sillage(["seal", flag], { input: JSON.stringify(secret("plain", plain.posted)) });
    for (const input of [...Object.values(broken), secret("plain", plain.posted)]) {
      for (const where of ["/v1/verify", "/v1/rotate"]) await ask("POST", where, input);
    }
    for (const input of [
      `password: "${plain.posted}`,
      `{"kind":"Secret","data":{"password":"${plain.posted}"`,
      `${plain.posted}\n---\n: ${plain.posted}: [`,
      JSON.stringify([plain.posted]),
    ]) {
      assert.notEqual((await sillage(["seal"], { input })).exitCode, 0);
      for (const where of ["/v1/verify", "/v1/rotate", "/api/v1/applications", "/api/webhook"]) await ask("POST", where, input);
    }
    const badData = { ...secret("bad", ""), data: { password: plain.notBase64 } };
    assert.notEqual((await sillage(["seal"], { input: JSON.stringify(badData) })).exitCode, 0);
  });

  it("when Secrets stand in Git in clear", async () => {
    const inClear = secret("in-git", plain.inGit);
    await world.repository.commit("Add secrets in clear", {
      "clear/secret.yaml": JSON.stringify(inClear),
      "invalid/secret.yaml": JSON.stringify({ ...secret("invalid", ""), data: { password: plain.notBase64 } }),
      "unreadable/secret.yaml": `apiVersion: v1\nkind: Secret\nmetadata: {name: unreadable}\nstringData:\n  password: "${plain.inGit}\n`,
      "number/secret.yaml": JSON.stringify({ ...secret("number", ""), data: undefined, stringData: { password: { value: plain.inGit } } }),
    });
    await createApplication("clear", "clear", { syncPolicy: { automated: {} } });
    for (const name of ["invalid", "unreadable", "number"]) await createApplication(name, name);
    await becomes("in-git", plain.inGit);
    await editByHand("in-git");
    await world.waitForApplication("clear", { sync: "OutOfSync" });
    for (const command of ["get", "diff", "manifests"]) for (const app of ["clear", "invalid"]) await sillage(["app", command, app]);
    for (const app of ["clear", "canary", "invalid", "unreadable", "number"]) {
      const tails = ["", "?refresh=hard", "/managed-resources", "/manifests", "/resource-tree", "/events", "/revisions/HEAD/metadata", "/syncwindows"];
      for (const tail of tails) await ask("GET", `/api/v1/applications/${app}${tail}`);
      const resource = `namespace=${namespace}&version=v1&kind=Secret`;
      for (const name of ["in-git", "db"]) await ask("GET", `/api/v1/applications/${app}/resource?${resource}&resourceName=${name}`);
    }
    const ofClear = ["", "/managed-resources", "/manifests", "/resource-tree"].map((tail) => ask("GET", `/api/v1/applications/clear${tail}`));
    assert.deepEqual(await Promise.all(ofClear), [200, 200, 200, 200]);
    await sillage(["app", "list", "-o", "json"]);
    assert.notEqual((await sillage(["seal", "lint", "."])).exitCode, 0);
  });

  it("when keys change, are saved and come back", async () => {
    const keys = await keep("older.pem", older.pair.privateKey);
    await sillageOk(["seal", "rotate", "secrets", "--commit"]);
    const editor = await keep("editor.sh", `#!/bin/sh\nsed -i -f '${await keep("edit.sed", `s/${plain.next}/${plain.inEditor}/`)}' "$1"\n`);
    await chmod(editor, 0o700);
    await sillageOk(["seal", "edit", "secrets/db.yaml", "--recovery-private-key", "cluster"], { env: { EDITOR: editor } });
    await sillage(["seal", "edit", "secrets/db.yaml", "--recovery-private-key", keys], { env: { EDITOR: editor } });
    await world.repository.commitAll("Edit db");
    await becomes("db", plain.inEditor);
    await sillageOk(["seal", "backup", "--controller-namespace", "argocd", path.join(vault, "keys.yaml")]);
    await sillageOk(["seal", "restore", path.join(vault, "keys.yaml"), "--check", "secrets", "--dry-run"]);
    await sillageOk(["seal", "restore", path.join(vault, "keys.yaml")]);
    await sillageOk(["seal", "status", "secrets", "--recovery-private-key", path.join(vault, "keys.yaml")]);
    await sillage(["seal", "status", ".", "--recovery-private-key", keys]);
    const opened = await sillageOk(["seal", "--recovery-unseal", "--recovery-private-key", path.join(vault, "keys.yaml"), "-f", "secrets/db.yaml"], { isMeant: true });
    assert.ok(opened.includes(base64(plain.inEditor)), "what is asked for is given");
    await sillage(["seal", "--recovery-unseal", "--recovery-private-key", await keep("no-key.pem", older.pair.privateKey.replaceAll("A", "B")), "-f", "secrets/db.yaml"]);
  });

  it("to anybody who may not get secrets", async () => {
    spy.note("log of the server", world.server.log());
    await world.restart("SIGTERM");
    await becomes("db", plain.inEditor);
    await apply({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "canary-viewer" }, rules: await viewerRules() });
    const binding = {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "canary-viewer" },
      subjects: [{ kind: "User", name: "viewer", apiGroup: "rbac.authorization.k8s.io" }],
    };
    await apply({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding", metadata: { name: "canary-viewer" }, ...binding });
    const viewer = { headers: { "impersonate-user": "viewer" } };
    await eventually(async () => assert.equal((await api.send("GET", "/api/v1/configmaps", viewer)).status, 200));
    const statuses = new Map<string, number>();
    for (const place of await listPlaces()) {
      const { status, body } = await api.send("GET", place, viewer);
      statuses.set(place, status);
      spy.note(`core API: ${place}`, JSON.stringify(body));
    }
    assert.equal(statuses.get("/api/v1/secrets"), 403);
    assert.deepEqual(
      [...statuses].filter(([place, status]) => status !== 200 && place !== "/api/v1/secrets"),
      [],
    );
    spy.note("log of the server", world.server.log());
    await spy.stop();
    for (const file of await listFiles(cache)) spy.note("cache of the server", await readFile(file));
    for (const file of await listFiles(path.dirname(config))) spy.note("context file", await readFile(file));
    const memory = (await readdir("/dev/shm")).filter((name) => name.startsWith("sillage-edit-"));
    assert.deepEqual(memory, [], "nothing is left of the editor's file");

    const sources = [...spy.seen.keys()];
    for (const source of [
      "process arguments",
      "process environments",
      "children of the server",
      "core API: /api/v1/events",
      "core API: /apis/bitnami.com/v1alpha1/sealedsecrets",
    ]) {
      assert.ok(sources.includes(source), `${source} was looked at`);
    }
    const found = [...spy.seen].flatMap(([source, contents]) => contents.flatMap((content) => canaries.find(content).map((name) => `${name} in ${source}`)));
    assert.deepEqual([...new Set(found)], ["mistaken in core API: /apis/bitnami.com/v1alpha1/sealedsecrets"]);
  });

  function createApplication(name: string, folder: string, spec: object = {}): Promise<void> {
    const destination = { server: "https://kubernetes.default.svc", namespace };
    return world.createApplication(name, folder, { syncPolicy: { automated: { prune: true, selfHeal: true } }, destination, ...spec });
  }

  /** Every list of the API, but not of another view of the same objects. */
  async function listPlaces(): Promise<readonly string[]> {
    const { body: groups } = await api.send("GET", "/apis");
    const roots = ["/api/v1", ...getList(groups, "groups").map((group) => `/apis/${getString(group, "preferredVersion", "groupVersion")}`)];
    const places = await Promise.all(
      roots.map(async (root) => {
        const { body } = await api.send("GET", root);
        const listed = getList(body, "resources").filter((resource) => getList(resource, "verbs").includes("list"));
        return listed.map((resource) => `${root}/${getString(resource, "name")}`);
      }),
    );
    return places.flat();
  }

  async function viewerRules(): Promise<readonly object[]> {
    const places = (await listPlaces()).filter((place) => place !== "/api/v1/secrets").map((place) => place.split("/"));
    return places.map((parts) => ({ apiGroups: [parts[1] === "api" ? "" : parts[2]], resources: [parts.at(-1)], verbs: ["get", "list", "watch"] }));
  }
});

function secret(name: string, password: string): KubeObject {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, data: { password: base64(password) } };
}

function withItem(name: string, text: string): KubeObject {
  return { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name, namespace }, spec: { encryptedData: { password: text } } };
}

function deployment(): object {
  const container = { name: "web", image: "registry.example.com/web:1.0", envFrom: [{ secretRef: { name: "db" } }] };
  const template = { metadata: { labels: { app: "web" } }, spec: { containers: [container] } };
  const metadata = { name: "web", annotations: { "sillage.dev/restart-on-secret-change": "true" } };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { replicas: 1, selector: { matchLabels: { app: "web" } }, template } };
}

function keySecret(name: string, { pair }: TestKey): object {
  const metadata = { name: `sealed-secrets-key-${name}`, namespace: "argocd", labels: { [keyLabel]: "active" } };
  return { apiVersion: "v1", kind: "Secret", metadata, type: "kubernetes.io/tls", data: { "tls.crt": base64(pair.certificate), "tls.key": base64(pair.privateKey) } };
}
