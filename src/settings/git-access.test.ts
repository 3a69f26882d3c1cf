import assert from "node:assert/strict";
import { it } from "node:test";
import type { GitAccess } from "../git/index.ts";
import type { KubeObject } from "../kube/index.ts";
import { computeGitAccess, findRepositoryScope } from "./git-access.ts";

function secret(type: string, data: Readonly<Record<string, string>>): KubeObject {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]));
  return { apiVersion: "v1", kind: "Secret", metadata: { name: data["url"] ?? "", labels: { "argocd.argoproj.io/secret-type": type } }, data: encoded };
}

const url = "https://git.example.com/team/shop.git";
const basic = (username: string, password: string): GitAccess => ({ credentials: { kind: "basic", username, password } });

const cases: readonly { readonly name: string; readonly secrets: readonly KubeObject[]; readonly want: GitAccess }[] = [
  { name: "nothing known", secrets: [], want: {} },
  {
    name: "the repository's own user and password, whatever the suffix",
    secrets: [secret("repository", { url: "https://git.example.com/team/shop", username: "ada", password: "x" })],
    want: basic("ada", "x"),
  },
  { name: "another repository's Secret", secrets: [secret("repository", { url: "https://git.example.com/team/other", password: "x" })], want: {} },
  {
    name: "the longest template",
    secrets: [secret("repo-creds", { url: "https://git.example.com", password: "short" }), secret("repo-creds", { url: "https://git.example.com/team", password: "long" })],
    want: basic("", "long"),
  },
  {
    name: "own credentials before a template",
    secrets: [secret("repo-creds", { url: "https://git.example.com", password: "template" }), secret("repository", { url, bearerToken: "own" })],
    want: { credentials: { kind: "bearer", token: "own" } },
  },
  {
    name: "a template where the own Secret has none",
    secrets: [secret("repository", { url, insecure: "true" }), secret("repo-creds", { url: "https://git.example.com/", sshPrivateKey: "key" })],
    want: { credentials: { kind: "ssh", privateKey: "key" }, insecure: true },
  },
  {
    name: "a certificate to show",
    secrets: [secret("repository", { url, tlsClientCertData: "CERT", tlsClientCertKey: "KEY" }), secret("repo-creds", { url: "https://git.example.com/", password: "template" })],
    want: { clientCertificate: { certificate: "CERT", privateKey: "KEY" } },
  },
  { name: "a prefix that ends within a name", secrets: [secret("repo-creds", { url: "https://git.example.com/te", password: "x" })], want: basic("", "x") },
];

for (const { name, secrets, want } of cases) {
  it(name, () => assert.deepEqual(computeGitAccess(url, { project: "", secrets, knownHosts: undefined, tlsCertificates: undefined }), want));
}

it("trusts the keys and certificates that are kept for the host", () => {
  const configMap = (data: Readonly<Record<string, string>>): KubeObject => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" }, data });
  const from = {
    project: "",
    secrets: [],
    knownHosts: configMap({ ssh_known_hosts: "KEYS" }),
    tlsCertificates: configMap({ "git.example.com": "PEM", "other.example.com": "OTHER" }),
  };
  assert.deepEqual(computeGitAccess("https://git.example.com:8443/team/shop.git", from), { knownHosts: "KEYS", trustedCertificates: "PEM" });
  assert.deepEqual(computeGitAccess("git@git.example.com:team/shop.git", from), { knownHosts: "KEYS" });
});

const foreign: readonly string[] = [
  "http://git.example.com/team/shop.git",
  "https://git.example.com.evil.example/team/shop.git",
  "https://git.example.com:x@evil.example/team/shop.git",
  "https://git.example.com@evil.example/team/shop.git",
];
for (const url of foreign) {
  it(`gives no credentials of https://git.example.com to ${url}`, () => {
    const secrets = [secret("repository", { url: "https://git.example.com/team/shop", password: "x" }), secret("repo-creds", { url: "https://git.example.com", password: "x" })];
    assert.deepEqual(computeGitAccess(url, { project: "", secrets, knownHosts: undefined, tlsCertificates: undefined }), {});
  });
}

const scoped = [
  secret("repository", { url, password: "everybody" }),
  secret("repository", { url, project: "team", password: "team" }),
  secret("repository", { url: `${url}x`, project: "team", password: "x" }),
];
const scopes: readonly { readonly project: string; readonly secrets: readonly KubeObject[]; readonly access: GitAccess; readonly scope: string }[] = [
  { project: "team", secrets: scoped, access: basic("", "team"), scope: "team" },
  { project: "other", secrets: scoped, access: basic("", "everybody"), scope: "" },
  { project: "", secrets: scoped, access: basic("", "everybody"), scope: "" },
  { project: "other", secrets: scoped.slice(1), access: {}, scope: "" },
];
for (const { project, secrets, access, scope } of scopes) {
  it(`gives project "${project}" of ${secrets.length} what is its own or everybody's`, () => {
    const given = computeGitAccess(url, { project, secrets, knownHosts: undefined, tlsCertificates: undefined });
    assert.deepEqual([given, findRepositoryScope(url, { project, secrets })], [access, scope]);
  });
}
