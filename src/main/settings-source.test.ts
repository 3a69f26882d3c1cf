import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { systemClock } from "../async/index.ts";
import { createKubeClient, type ApiResource, type KubeClient } from "../kube/index.ts";
import type { Log } from "../log/index.ts";
import { administrator, createSandbox, type Sandbox } from "../sandbox/index.ts";
import { eventually } from "../../test/support/eventually.ts";
import { encode } from "../../test/support/service-world.ts";
import { createSettingsSource, type SettingsSource } from "./settings-source.ts";

const namespace = "argocd";

describe("Settings, live", { timeout: 30_000 }, () => {
  const stop = new AbortController();
  const { signal } = stop;
  const lines: Readonly<Record<string, unknown>>[] = [];
  const log: Log = { debug: () => undefined, info: () => undefined, warn: (message, fields) => void lines.push({ message, ...fields }), error: () => undefined, with: () => log };
  let sandbox: Sandbox;
  let kube: KubeClient;
  let settings: SettingsSource;
  let running: Promise<void>;
  const resources = new Map<string, ApiResource>();

  before(async () => {
    sandbox = await createSandbox({ clock: systemClock, random: Math.random });
    kube = createKubeClient({ transport: sandbox.transport(administrator), clock: systemClock }, { userAgent: "test" });
    for (const kind of ["ConfigMap", "Secret", "Namespace"]) resources.set(kind, (await kube.discovery.findByKind({ group: "", version: "v1", kind }, { signal }))!);
    await kube.create(resources.get("Namespace")!, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }, { signal });
    settings = await createSettingsSource({ signal, log }, { client: kube, clock: systemClock }, { namespace });
    running = settings.run(signal);
    await settings.synced;
  });
  after(async () => {
    stop.abort();
    await running;
    await sandbox.close();
  });

  async function put(
    kind: "ConfigMap" | "Secret",
    name: string,
    { labels = {}, ...content }: { readonly labels?: Readonly<Record<string, string>>; readonly data: Readonly<Record<string, string>> },
  ): Promise<void> {
    const data = kind === "ConfigMap" ? content.data : encode(content.data);
    await kube.apply(resources.get(kind)!, { apiVersion: "v1", kind, metadata: { name, namespace, labels }, data }, { signal, fieldManager: "test", force: true });
  }

  it("has defaults while nothing is there, the very same ones", () => {
    assert.equal(settings.get().pollIntervalMs, 120_000);
    assert.equal(settings.get(), settings.get());
    assert.equal(settings.getRbac(), settings.getRbac());
    assert.deepEqual(settings.getProblems(), []);
  });

  it("keeps the last good value of a key and says so once, until it makes sense again", async () => {
    await put("ConfigMap", "argocd-cm", { data: { "exec.enabled": "true", url: "https://cd.example.com" } });
    await eventually(() => assert.equal(settings.get().isExecEnabled, true));
    await put("ConfigMap", "argocd-cm", { data: { "exec.enabled": "perhaps", url: "https://cd2.example.com" } });
    await eventually(() => assert.equal(settings.get().url, "https://cd2.example.com"));
    assert.equal(settings.get().isExecEnabled, true);
    const message = 'it is "perhaps" and takes "true" or "false": "true" as before is used';
    assert.deepEqual(settings.getProblems(), [{ object: "argocd-cm", key: "exec.enabled", message }]);
    await put("ConfigMap", "argocd-cm", { data: { "exec.enabled": "perhaps" } });
    await eventually(() => assert.equal(settings.get().url, ""));
    assert.deepEqual(lines, [{ message: "Setting not understood", object: "argocd-cm", key: "exec.enabled", problem: message }]);
    await put("ConfigMap", "argocd-cm", { data: { "exec.enabled": "false" } });
    await eventually(() => assert.deepEqual([settings.get().isExecEnabled, settings.getProblems()], [false, []]));
  });

  it("keeps the last good policy", async () => {
    await put("ConfigMap", "argocd-rbac-cm", { data: { "policy.csv": "g, ada, role:admin" } });
    await eventually(() => assert.equal(settings.getRbac().lines.length, 1));
    await put("ConfigMap", "argocd-rbac-cm", { data: { "policy.csv": "p, ada", "policy.default": "role:readonly" } });
    await eventually(() => assert.equal(settings.getRbac().defaultRole, "role:readonly"));
    assert.equal(settings.getRbac().lines.length, 1);
    assert.deepEqual(
      settings.getProblems().map(({ object, key }) => `${object} ${key}`),
      ["argocd-rbac-cm policy.csv"],
    );
  });

  it("tells of changed global projects and of nothing else", async () => {
    let calls = 0;
    settings.onGlobalProjects(() => (calls += 1));
    await put("ConfigMap", "argocd-cm", { data: { url: "https://cd3.example.com" } });
    await eventually(() => assert.equal(settings.get().url, "https://cd3.example.com"));
    assert.equal(calls, 0);
    await put("ConfigMap", "argocd-cm", { data: { globalProjects: "- projectName: base\n" } });
    await eventually(() => assert.deepEqual(settings.getGlobalProjects(), [{ projectName: "base", labelSelector: {} }]));
    assert.equal(calls, 1);
  });

  it("follows single sign-on with the Secrets it refers to", async () => {
    const oidc = "name: Company\nissuer: https://id.example.com\nclientID: web\nclientSecret: $oidc.secret\n";
    await put("Secret", "argocd-secret", { data: { "oidc.secret": "first" } });
    await put("ConfigMap", "argocd-cm", { data: { url: "https://cd.example.com", "oidc.config": oidc } });
    await eventually(() => assert.equal(settings.getSso()?.client.clientSecret, "first"));
    const before = settings.getSso();
    await put("ConfigMap", "argocd-rbac-cm", { data: { "policy.default": "role:other" } });
    await eventually(() => assert.equal(settings.getRbac().defaultRole, "role:other"));
    assert.equal(settings.getSso(), before);
    await put("Secret", "argocd-secret", { data: { "oidc.secret": "second" } });
    await eventually(() => assert.equal(settings.getSso()?.client.clientSecret, "second"));
    await put("ConfigMap", "argocd-cm", { data: { url: "https://cd.example.com", "oidc.config": "- nothing" } });
    await eventually(() =>
      assert.deepEqual(
        settings.getProblems().map(({ object, key }) => `${object} ${key}`),
        ["argocd-cm oidc.config"],
      ),
    );
    assert.equal(settings.getSso()?.client.clientSecret, "second");
    await put("ConfigMap", "argocd-cm", { data: {} });
    await eventually(() => assert.equal(settings.getSso(), undefined));
  });

  it("resolves references in argocd-secret and in Secrets that are part of Argo CD, in no others", async () => {
    await put("Secret", "argocd-secret", { data: { "oidc.clientSecret": "own" } });
    await put("Secret", "sso", { labels: { "app.kubernetes.io/part-of": "argocd" }, data: { key: "named" } });
    await put("Secret", "foreign", { data: { key: "not ours" } });
    await put("Secret", "last", { labels: { "app.kubernetes.io/part-of": "argocd" }, data: { key: "seen" } });
    await eventually(() => assert.equal(settings.resolveSecret("$last:key"), "seen"));
    assert.deepEqual(
      ["$oidc.clientSecret", "$sso:key", "$foreign:key", "$nothing"].map((reference) => settings.resolveSecret(reference)),
      ["own", "named", undefined, undefined],
    );
  });

  it("gives access to repositories with what their Secrets, hosts and certificates say", async () => {
    await put("Secret", "repo-1", { labels: { "argocd.argoproj.io/secret-type": "repository" }, data: { url: "https://git.example.com/shop", password: "x" } });
    await put("ConfigMap", "argocd-tls-certs-cm", { data: { "git.example.com": "PEM" } });
    const want = { credentials: { kind: "basic", username: "", password: "x" }, trustedCertificates: "PEM" };
    await eventually(() => assert.deepEqual(settings.getAccess("https://git.example.com/shop.git"), want));
    const data = encode({ url: "https://git.example.com/shop", project: "team", password: "y" });
    const own = { apiVersion: "v1", kind: "Secret", metadata: { labels: { "argocd.argoproj.io/secret-type": "repository" } }, data };
    assert.deepEqual(settings.getAccess("https://git.example.com/shop", { own }), { ...want, credentials: { ...want.credentials, password: "y" } });
    assert.equal(settings.findScope("https://git.example.com/shop", "team"), "");
    assert.deepEqual(
      settings.listSecrets("repository").map(({ metadata }) => metadata.name),
      ["repo-1"],
    );
  });
});
