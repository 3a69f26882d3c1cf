import { secretTypeLabel } from "../api/index.ts";
import { isSameRepo, normalizeRepoUrl, type GitAccess, type GitCredentials } from "../git/index.ts";
import { getString, type KubeObject } from "../kube/index.ts";
import { readSecretKey } from "./secret-data.ts";

/** Selects the Secrets that `computeGitAccess` reads. */
export const repositorySecretSelector = `${secretTypeLabel} in (repository, repo-creds)`;

/**
 * How to get into a repository: from its own Secret, or, when that holds no credentials, from the `repo-creds` template with the longest URL prefix.
 * `knownHosts` is the ConfigMap `argocd-ssh-known-hosts-cm`.
 */
export function computeGitAccess(url: string, from: { readonly secrets: readonly KubeObject[]; readonly knownHosts: KubeObject | undefined }): GitAccess {
  const repository = from.secrets.find((secret) => isType(secret, "repository") && isSameRepo(readSecretKey(secret, "url") ?? "", url));
  const template = from.secrets.filter((secret) => isType(secret, "repo-creds") && hasPrefix(url, readSecretKey(secret, "url") ?? "")).toSorted(byLongestUrl)[0];
  const credentials = readCredentials(repository) ?? readCredentials(template);
  const knownHosts = getString(from.knownHosts, "data", "ssh_known_hosts");
  const insecure = [repository, template].some((secret) => readSecretKey(secret, "insecure") === "true" || readSecretKey(secret, "insecureIgnoreHostKey") === "true");
  return { ...(credentials === undefined ? {} : { credentials }), ...(knownHosts === undefined ? {} : { knownHosts }), ...(insecure ? { insecure } : {}) };
}

function isType(secret: KubeObject, type: string): boolean {
  return secret.metadata.labels?.[secretTypeLabel] === type;
}

function hasPrefix(url: string, prefix: string): boolean {
  return prefix !== "" && normalizeRepoUrl(url).startsWith(normalizeRepoUrl(prefix));
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
