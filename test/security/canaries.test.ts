import { deepEqual, ok } from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { getString, type KubeObject } from "../../src/kube/index.ts";
import { operations, rows } from "../contract/table.ts";
import { startApiServer, type ApiServer } from "../support/api-server.ts";
import { createCanaries, keyCanaries } from "../support/canaries.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { bearer, json } from "./send.ts";

const texts = {
  "repository password": "RepositoryPasswordCanary",
  "repository token": "RepositoryTokenCanary",
  "template password": "TemplatePasswordCanary",
  "cluster token": "ClusterTokenCanary",
  "webhook secret": "WebhookSecretCanary",
  "client secret": "ClientSecretCanary",
  "value of a Secret": "SecretValueCanary",
};
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

function secret(name: string, type: string | undefined, data: Readonly<Record<string, string>>): KubeObject {
  const labels = type === undefined ? {} : { labels: { "argocd.argoproj.io/secret-type": type } };
  return { apiVersion: "v1", kind: "Secret", metadata: { namespace: "argocd", name, ...labels }, stringData: data };
}

const secrets: readonly KubeObject[] = [
  secret("repo-one", "repository", { url: "https://git.example.com/one.git", username: "ada", password: texts["repository password"] }),
  secret("repo-two", "repository", { url: "https://git.example.com/two.git", bearerToken: texts["repository token"] }),
  secret("repo-three", "repository", { url: "ssh://git@git.example.com/three.git", sshPrivateKey: privateKey }),
  secret("creds", "repo-creds", { url: "https://git.example.com", username: "ada", password: texts["template password"] }),
  secret("cluster", "cluster", {
    name: "far",
    server: "https://far.example.com",
    config: JSON.stringify({ bearerToken: texts["cluster token"], tlsClientConfig: { keyData: privateKey } }),
  }),
  secret("plain", undefined, { value: texts["value of a Secret"] }),
];

describe("No secret leaves through the API", { timeout: 120_000 }, () => {
  const log = createMemoryLog();
  let api: ApiServer;
  const seen: { readonly where: string; readonly text: string }[] = [];

  before(async () => {
    api = await startApiServer({ log });
    const { signal } = new AbortController();
    for (const object of secrets) await api.kube.apply(api.secrets, object, { signal, fieldManager: "test", force: true });
    const settings = { stringData: { "webhook.github.secret": texts["webhook secret"], "oidc.secret": texts["client secret"] } };
    await api.kube.patch(api.secrets, { namespace: "argocd", name: "argocd-secret" }, settings, { type: "merge", signal });
    await api.set("argocd-cm", { url: api.url, "oidc.config": "name: SSO\nissuer: http://127.0.0.1:1\nclientID: sillage\nclientSecret: $oidc.secret" });
    api.answers.tree = { nodes: [{ version: "v1", kind: "Secret", namespace: "argocd", name: "plain", uid: "u" }], orphanedNodes: [] };
  });
  after(() => api.close());

  async function call(path: string, init: RequestInit = {}): Promise<void> {
    const response = await fetch(`${api.url}${path}`, { ...init, redirect: "manual", signal: AbortSignal.timeout(1_500) }).catch(() => undefined);
    if (response === undefined) return;
    const text = await response.text().catch(() => "");
    seen.push({ where: `${init.method ?? "GET"} ${path}`, text: `${JSON.stringify([...response.headers])}\n${text}` });
  }

  it("whatever is asked, rightly or wrongly", async () => {
    const tree = api.answers.tree;
    for (const row of rows) {
      await row.given?.(api);
      api.answers.tree = { nodes: [...tree.nodes, ...api.answers.tree.nodes], orphanedNodes: [] };
      const { kind, route } = operations.find(({ name }) => name === row.operation)!;
      if (kind === "stream") continue;
      // Its own session, because one of the calls ends it.
      const { token } = await api.access.issueAdminToken();
      const headers = { ...bearer(token), ...(route.method === "GET" ? {} : json) };
      await call(row.path, { method: route.method, headers, ...(row.body === undefined ? {} : { body: JSON.stringify(row.body) }) });
    }
    const plain = "version=v1&kind=Secret&namespace=argocd&resourceName=plain";
    for (const path of [
      "/api/v1/repositories",
      "/api/v1/repocreds",
      "/api/v1/clusters",
      "/api/v1/settings",
      "/api/v1/account",
      "/auth/login",
      "/swagger.json",
      "/healthz",
      `/api/v1/applications/get/resource?${plain}`,
      `/api/v1/applications/get/resource/actions?${plain}`,
      ...["one.git", "two.git", "three.git"].map((name) => `/api/v1/repositories/${encodeURIComponent(`https://git.example.com/${name}`)}?forceRefresh=true`),
    ]) {
      await call(path, { headers: bearer(api.token) });
    }
    await call("/api/v1/repositories", {
      method: "POST",
      headers: { ...bearer(api.token), ...json },
      body: JSON.stringify({ repo: `https://ada:${texts["repository password"]}@x`, password: 7 }),
    });
    await call("/api/v1/session", { method: "POST", headers: json, body: JSON.stringify({ username: texts["webhook secret"], password: texts["client secret"] }) });
    ok(seen.length > 50, `${seen.length} answers`);

    const stored = await api.kube.fetchObject(api.secrets, { namespace: "argocd", name: "argocd-secret" }, { signal: AbortSignal.timeout(5_000) });
    const read = (key: string): string => Buffer.from(getString(stored, "data", key) ?? "", "base64").toString("utf8");
    const canaries = createCanaries({
      ...texts,
      ...keyCanaries("private key", privateKey),
      "signing key": read("server.secretkey").slice(0, 20),
      "password hash": read("admin.password").slice(0, 30),
    });
    const found = [...seen, ...log.lines.map((text) => ({ where: "log", text }))].flatMap(({ where, text }) => canaries.find(text).map((name) => `${name} in ${where}`));
    deepEqual(found, []);
    ok(seen.some(({ where, text }) => where.includes("resourceName=plain") && text.includes("++++")));
  });
});
