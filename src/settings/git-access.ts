import { secretTypeLabel } from "../api/index.ts";
import { normalizeRepoUrl, type GitAccess, type GitCredentials } from "../git/index.ts";
import { getString, type KubeObject } from "../kube/index.ts";
import { readSecretKey } from "./secret-data.ts";

export interface GitAccessInput {
  /** Whose repositories count, beside those of all; empty for none. */
  readonly project: string;
  /** Those labelled `repository` and `repo-creds`. */
  readonly secrets: readonly KubeObject[];
  /** The ConfigMap `argocd-ssh-known-hosts-cm`. */
  readonly knownHosts: KubeObject | undefined;
  /** The ConfigMap `argocd-tls-certs-cm`: certificates by host. */
  readonly tlsCertificates: KubeObject | undefined;
}

/**
 * How to get into a repository: from its own Secret, or, when that holds no credentials, from the `repo-creds` template with the longest URL prefix.
 */
export function computeGitAccess(url: string, { project, secrets, knownHosts, tlsCertificates }: GitAccessInput): GitAccess {
  const repository = findRepository(url, { project, secrets }) ?? findRepository(url, { project: "", secrets });
  const template = findCredentialTemplate(url, secrets);
  const owner = [repository, template].find(hasCredentials);
  const insecure = [repository, template].some((secret) => readSecretKey(secret, "insecure") === "true" || readSecretKey(secret, "insecureIgnoreHostKey") === "true");
  return {
    ...optional("credentials", readCredentials(owner)),
    ...optional("clientCertificate", readClientCertificate(owner)),
    ...optional("knownHosts", getString(knownHosts, "data", "ssh_known_hosts")),
    ...optional("trustedCertificates", URL.canParse(url) ? getString(tlsCertificates, "data", new URL(url).hostname) : undefined),
    ...(insecure ? { insecure } : {}),
  };
}

/** The project when one of these Secrets is its own repository at the URL, whose credentials are for nobody else; empty otherwise. */
export function findRepositoryScope(url: string, { project, secrets }: Pick<GitAccessInput, "project" | "secrets">): string {
  return findRepository(url, { project, secrets }) === undefined ? "" : project;
}

function findRepository(url: string, { project, secrets }: Pick<GitAccessInput, "project" | "secrets">): KubeObject | undefined {
  return secrets.find((secret) => isType(secret, "repository") && isSameUrl(readSecretKey(secret, "url") ?? "", url) && (readSecretKey(secret, "project") ?? "") === project);
}

/** The `repo-creds` Secret for a URL: that with the longest prefix of it. */
export function findCredentialTemplate(url: string, secrets: readonly KubeObject[]): KubeObject | undefined {
  return secrets.filter((secret) => isType(secret, "repo-creds") && hasPrefix(url, readSecretKey(secret, "url") ?? "")).toSorted(byLongestUrl)[0];
}

/** Whether a `repository` or `repo-creds` Secret holds anything to get in with. */
export function hasCredentials(secret: KubeObject | undefined): boolean {
  return readCredentials(secret) !== undefined || readClientCertificate(secret) !== undefined;
}

function isType(secret: KubeObject, type: string): boolean {
  return secret.metadata.labels?.[secretTypeLabel] === type;
}

/** Scheme and port count: a password for https is not for whoever answers to http. */
function isSameUrl(a: string, b: string): boolean {
  return normalizeRepoUrl(a) === normalizeRepoUrl(b);
}

/** A prefix that ends with the host is of this host, not of each whose name begins alike. */
function hasPrefix(url: string, prefix: string): boolean {
  const [whole, start] = [normalizeRepoUrl(url), normalizeRepoUrl(prefix)];
  if (start === "" || !whole.startsWith(start)) return false;
  const isHost = !start.replace(/^[a-z]+:\/\//, "").includes("/");
  return !isHost || /^(?::\d+)?(?:\/|$)/.test(whole.slice(start.length));
}

function byLongestUrl(a: KubeObject, b: KubeObject): number {
  return (readSecretKey(b, "url") ?? "").length - (readSecretKey(a, "url") ?? "").length;
}

function readCredentials(secret: KubeObject | undefined): GitCredentials | undefined {
  const privateKey = readSecretKey(secret, "sshPrivateKey");
  if (privateKey !== undefined) return { kind: "ssh", privateKey };
  const token = readSecretKey(secret, "bearerToken");
  if (token !== undefined) return { kind: "bearer", token };
  const password = readSecretKey(secret, "password");
  return password === undefined ? undefined : { kind: "basic", username: readSecretKey(secret, "username") ?? "", password };
}

function readClientCertificate(secret: KubeObject | undefined): GitAccess["clientCertificate"] {
  const certificate = readSecretKey(secret, "tlsClientCertData");
  const privateKey = readSecretKey(secret, "tlsClientCertKey");
  return certificate === undefined || privateKey === undefined ? undefined : { certificate, privateKey };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [name in Key]?: Value } {
  const field: { [name in Key]?: Value } = {};
  if (value !== undefined) field[key] = value;
  return field;
}
