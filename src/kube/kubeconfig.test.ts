import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadInCluster } from "./in-cluster.ts";
import { loadKubeconfig } from "./kubeconfig.ts";

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

const text = `
apiVersion: v1
kind: Config
current-context: dev
contexts:
- {name: dev, context: {cluster: one, user: token, namespace: shop}}
- {name: cert, context: {cluster: two, user: cert}}
- {name: plugin, context: {cluster: one, user: plugin}}
- {name: nobody, context: {cluster: one}}
- {name: broken, context: {cluster: one, user: missing}}
clusters:
- name: one
  cluster: {server: "https://one.example:6443", certificate-authority-data: ${base64("CA")}, tls-server-name: kube.example}
- name: two
  cluster: {server: "https://two.example/prefix", insecure-skip-tls-verify: true, proxy-url: "http://proxy.example:3128"}
users:
- {name: token, user: {token: very-secret}}
- {name: cert, user: {client-certificate-data: ${base64("CERT")}, client-key-data: ${base64("KEY")}}}
- name: plugin
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login, args: [get-token], env: [{name: REGION, value: north}], installHint: Install it, provideClusterInfo: true}
`;

const one = { server: "https://one.example:6443", ca: "CA", tlsServerName: "kube.example", insecure: false };
const two = { server: "https://two.example/prefix", insecure: true, proxyUrl: "http://proxy.example:3128" };

test("each context gives its cluster and its user's credentials", async () => {
  assert.deepEqual(await loadKubeconfig({ text }), { ...one, credentials: { kind: "token", token: "very-secret" }, namespace: "shop" });
  assert.deepEqual(await loadKubeconfig({ text, context: "cert" }), { ...two, credentials: { kind: "none" }, clientCertificate: { cert: "CERT", key: "KEY" } });
  assert.deepEqual(await loadKubeconfig({ text, context: "nobody" }), { ...one, credentials: { kind: "none" } });
});

test("files named in a kubeconfig are relative to it, and the first of several files wins", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "kubeconfig-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "ca.pem"), "CA FILE");
  const first = join(folder, "first");
  const second = join(folder, "second");
  await writeFile(
    first,
    "clusters:\n- {name: one, cluster: {server: 'https://first.example', certificate-authority: ca.pem}}\nusers:\n- {name: token, user: {tokenFile: token}}\n",
  );
  await writeFile(second, text);
  assert.deepEqual(await loadKubeconfig({ paths: [join(folder, "absent"), first, second] }), {
    server: "https://first.example",
    ca: "CA FILE",
    insecure: false,
    credentials: { kind: "tokenFile", path: join(folder, "token") },
    namespace: "shop",
  });
  const plugin = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: join(folder, "bin/login"),
    args: ["get-token"],
    env: { REGION: "north" },
    installHint: "Install it",
    provideClusterInfo: true,
  };
  assert.deepEqual(await loadKubeconfig({ path: second, context: "plugin" }), { ...one, credentials: { kind: "exec", plugin } });
});

test("an incomplete kubeconfig is refused without its secrets", async () => {
  const cases = [
    { options: { text, context: "broken" }, message: 'The kubeconfig has no user "missing"' },
    { options: { text, context: "other" }, message: 'The kubeconfig has no context "other"' },
    { options: { text: "users: []" }, message: "The kubeconfig has no current context; name one" },
    { options: { text: "- a" }, message: 'Kubeconfig "kubeconfig" is no mapping' },
    { options: { path: "/nowhere/config" }, message: 'Cannot read "/nowhere/config"' },
    {
      options: { text: "current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: nonsense}}]" },
      message: 'The cluster of context "a" has no usable server address',
    },
  ];
  for (const { options, message } of cases) await assert.rejects(loadKubeconfig(options), { code: "invalid", message });
});

test("a pod finds the API server by its service account", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "in-cluster-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "ca.crt"), "CA");
  await writeFile(join(folder, "namespace"), "argocd\n");
  assert.deepEqual(await loadInCluster({ host: "fd00::1", port: "443", folder }), {
    server: "https://[fd00::1]:443",
    ca: "CA",
    namespace: "argocd",
    credentials: { kind: "tokenFile", path: join(folder, "token") },
  });
});
