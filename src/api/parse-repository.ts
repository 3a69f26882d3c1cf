import { SillageError } from "../errors/index.ts";
import { getBoolean, getField, getString } from "../kube/index.ts";
import type { ConnectionState, Repository, RepositoryCredentials } from "./repository.ts";

const secretFields = ["username", "password", "bearerToken", "sshPrivateKey", "tlsClientCertData", "tlsClientCertKey"] as const;

/** What Argo CD knows and we do not yet: refused, lest somebody believes that it counts. */
const unsupported = [
  "enableLfs",
  "enableOCI",
  "proxy",
  "githubAppPrivateKey",
  "githubAppID",
  "githubAppId",
  "gcpServiceAccountKey",
  "azureServicePrincipalClientSecret",
  "useAzureWorkloadIdentity",
  "insecureOCIForceHttp",
];

/** Reads a repository that came as JSON. Throws `invalid` naming the field. */
export function parseRepository(value: unknown): Repository {
  const repo = getString(value, "repo") ?? "";
  if (repo === "") throw new SillageError("invalid", 'A repository needs "repo", its URL');
  const state = parseState(getField(value, "connectionState"));
  return {
    repo,
    ...parseCommon(value, "Repository"),
    ...optionalTexts(value, ["name", "project"]),
    ...(isInsecure(value) ? { insecure: true } : {}),
    ...(getBoolean(value, "inheritedCreds") === true ? { inheritedCreds: true } : {}),
    ...(state === undefined ? {} : { connectionState: state }),
  };
}

/** Reads a credential template that came as JSON. Throws `invalid` naming the field. */
export function parseRepositoryCredentials(value: unknown): RepositoryCredentials {
  const url = getString(value, "url") ?? "";
  if (url === "") throw new SillageError("invalid", 'A credential template needs "url", the beginning of the URLs it is for');
  return { url, ...parseCommon(value, "Template") };
}

function parseCommon(value: unknown, what: string): Omit<RepositoryCredentials, "url"> {
  const type = getString(value, "type") ?? "";
  if (type !== "git" && type !== "") throw new SillageError("invalid", `${what} type "${type}" is not supported: only "git" is`);
  const foreign = unsupported.find((field) => !["", false, 0, undefined].some((nothing) => getField(value, field) === nothing));
  if (foreign !== undefined) throw new SillageError("invalid", `"${foreign}" is not supported yet`);
  const secrets = optionalTexts(value, secretFields);
  if (secrets.bearerToken !== undefined && secrets.password !== undefined) throw new SillageError("invalid", "Give a bearer token or a password, not both");
  return { type: "git", ...secrets };
}

function isInsecure(value: unknown): boolean {
  return getBoolean(value, "insecure") === true || getBoolean(value, "insecureIgnoreHostKey") === true;
}

function parseState(value: unknown): ConnectionState | undefined {
  const status = getString(value, "status");
  if (status !== "Successful" && status !== "Failed" && status !== "Unknown") return undefined;
  return { status, message: getString(value, "message") ?? "", ...optionalTexts(value, ["attemptedAt"]) };
}

function optionalTexts<Name extends string>(value: unknown, names: readonly Name[]): { readonly [name in Name]?: string } {
  const found: { [name in Name]?: string } = {};
  for (const name of names) {
    const text = getString(value, name);
    if (text !== undefined && text !== "") found[name] = text;
  }
  return found;
}
