import { createHash } from "node:crypto";
import { secretTypeLabel, type Repository, type RepositoryCredentials } from "../../api/index.ts";
import { getStringMap, type KubeObject } from "../../kube/index.ts";
import { findCredentialTemplate, hasCredentials, readSecretKey } from "../../settings/index.ts";

export const managedByAnnotation = "managed-by";
export const managedByUs = "argocd.argoproj.io";

export interface SecretTarget {
  readonly namespace: string;
  readonly existing: KubeObject | undefined;
}

/** The labelled Secret that keeps a repository and its credentials, as Argo CD writes it. */
export function buildRepositorySecret(repository: Repository, target: SecretTarget): KubeObject {
  const { repo: url, project = "", insecure } = repository;
  const name = `repo-${digest(project === "" ? url : `${url}\n${project}`)}`;
  const { name: shownName, type } = repository;
  const values = { ...accessValues(repository), url, type, name: shownName, project: repository.project, insecure: insecure === true ? "true" : undefined };
  return buildSecret({ type: "repository", name, values }, target);
}

/** The labelled Secret that keeps a credential template. */
export function buildCredentialsSecret(credentials: RepositoryCredentials, target: SecretTarget): KubeObject {
  const { url, type } = credentials;
  return buildSecret({ type: "repo-creds", name: `creds-${digest(url)}`, values: { ...accessValues(credentials), url, type } }, target);
}

type Values = Readonly<Record<string, string | undefined>>;

function accessValues(from: Omit<RepositoryCredentials, "url">): Values {
  const { username, password, bearerToken, sshPrivateKey, tlsClientCertData, tlsClientCertKey } = from;
  return { username, password, bearerToken, sshPrivateKey, tlsClientCertData, tlsClientCertKey };
}

/** On top of an existing one, values that are not given are taken away and keys that are not ours stay. */
function buildSecret({ type, name, values }: { readonly type: string; readonly name: string; readonly values: Values }, { namespace, existing }: SecretTarget): KubeObject {
  const data: Record<string, string> = { ...getStringMap(existing, "data") };
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) delete data[key];
    else data[key] = Buffer.from(value, "utf8").toString("base64");
  }
  const { managedFields: _managedFields, ...metadata } = existing?.metadata ?? { namespace, name, annotations: { [managedByAnnotation]: managedByUs } };
  return { apiVersion: "v1", kind: "Secret", metadata: { ...metadata, labels: { ...metadata.labels, [secretTypeLabel]: type } }, data };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

/** What may be shown of it, which is nothing of the credentials; `undefined` when it names no URL or is no Git repository. */
export function describeRepositorySecret(secret: KubeObject, templates: readonly KubeObject[]): Repository | undefined {
  const repo = readSecretKey(secret, "url");
  if (repo === undefined || (readSecretKey(secret, "type") ?? "git") !== "git") return undefined;
  const name = readSecretKey(secret, "name");
  const project = readSecretKey(secret, "project");
  const isInsecure = readSecretKey(secret, "insecure") === "true" || readSecretKey(secret, "insecureIgnoreHostKey") === "true";
  const isInherited = !hasCredentials(secret) && hasCredentials(findCredentialTemplate(repo, templates));
  return {
    repo,
    type: "git",
    ...(name === undefined ? {} : { name }),
    ...(project === undefined ? {} : { project }),
    ...(isInsecure ? { insecure: true } : {}),
    ...(isInherited ? { inheritedCreds: true } : {}),
  };
}

export function describeCredentialsSecret(secret: KubeObject): RepositoryCredentials | undefined {
  const url = readSecretKey(secret, "url");
  return url === undefined ? undefined : { url, type: "git" };
}
