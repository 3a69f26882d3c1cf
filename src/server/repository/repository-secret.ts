import { secretTypeLabel, type Repository } from "../../api/index.ts";
import { getStringMap, type KubeObject } from "../../kube/index.ts";
import { readSecretKey } from "../../settings/index.ts";

/**
 * The labelled Secret that keeps a repository and its credentials, as Argo CD writes it. On top of an existing one, credentials that are not given are
 * taken away and keys that are not ours stay.
 */
export function buildRepositorySecret(
  repository: Repository,
  target: { readonly namespace: string; readonly name: string; readonly existing: KubeObject | undefined },
): KubeObject {
  const { namespace, name, existing } = target;
  const { repo: url, type, name: shownName, project, username, password, bearerToken, sshPrivateKey } = repository;
  const insecure = repository.insecure === true ? "true" : undefined;
  const values = { url, type, name: shownName, project, username, password, bearerToken, sshPrivateKey, insecure };
  const data: Record<string, string> = { ...getStringMap(existing, "data") };
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) delete data[key];
    else data[key] = Buffer.from(value, "utf8").toString("base64");
  }
  const metadata = existing?.metadata ?? { namespace, name };
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, [secretTypeLabel]: "repository" },
      annotations: { ...metadata.annotations, "managed-by": "argocd.argoproj.io" },
    },
    data,
  };
}

/** What may be shown of it, which is nothing of the credentials; `undefined` when it names no URL. */
export function describeRepositorySecret(secret: KubeObject): Repository | undefined {
  const repo = readSecretKey(secret, "url");
  if (repo === undefined) return undefined;
  const name = readSecretKey(secret, "name");
  const project = readSecretKey(secret, "project");
  const isInsecure = readSecretKey(secret, "insecure") === "true";
  return { repo, type: "git", ...(name === undefined ? {} : { name }), ...(project === undefined ? {} : { project }), ...(isInsecure ? { insecure: true } : {}) };
}
