import { SillageError } from "../../errors/index.ts";
import { getBoolean, getList, getString } from "../../kube/index.ts";
import { parseDocuments, stringifyYaml } from "../../kube/yaml/index.ts";

/** The servers a person has logged in to, in the shape of `argocd`'s own file. */
export interface LocalConfig {
  readonly currentContext: string;
  readonly contexts: readonly ContextEntry[];
  readonly servers: readonly ServerEntry[];
  readonly users: readonly UserEntry[];
  readonly promptsEnabled: boolean;
}

/** A name for a server and somebody on it. */
export interface ContextEntry {
  readonly name: string;
  /** An entry of `servers`. */
  readonly server: string;
  /** The name of an entry of `users`. */
  readonly user: string;
}

export interface ServerEntry {
  /** `host:port`. */
  readonly server: string;
  readonly rootPath?: string | undefined;
  readonly isInsecure?: boolean | undefined;
  readonly isPlain?: boolean | undefined;
  /** Not a server: the Kubernetes API itself. */
  readonly isCore?: boolean | undefined;
  /** These three are PEM in base64. */
  readonly certificateAuthorityData?: string | undefined;
  readonly clientCertificateData?: string | undefined;
  readonly clientCertificateKeyData?: string | undefined;
}

export interface UserEntry {
  readonly name: string;
  readonly authToken?: string | undefined;
  readonly refreshToken?: string | undefined;
}

export const emptyLocalConfig: LocalConfig = { currentContext: "", contexts: [], servers: [], users: [], promptsEnabled: false };

/** Throws `invalid` when the text is no YAML. Entries without a name are left out. */
export function parseLocalConfig(text: string, file: string): LocalConfig {
  let value: unknown;
  try {
    value = parseDocuments(text, { file })[0]?.value;
  } catch (cause) {
    throw new SillageError("invalid", `Cannot read "${file}": repair it, or remove it and log in again`, { cause });
  }
  return {
    currentContext: getString(value, "current-context") ?? "",
    contexts: getList(value, "contexts").flatMap(parseContext),
    servers: getList(value, "servers").flatMap(parseServer),
    users: getList(value, "users").flatMap(parseUser),
    promptsEnabled: getBoolean(value, "prompts-enabled") ?? false,
  };
}

export function formatLocalConfig({ currentContext, contexts, servers, users, promptsEnabled }: LocalConfig): string {
  return stringifyYaml({
    contexts: contexts.map(({ name, server, user }) => ({ name, server, user })),
    "current-context": currentContext,
    "prompts-enabled": promptsEnabled,
    servers: servers.map((entry) => ({
      ...dropEmpty({
        "certificate-authority-data": entry.certificateAuthorityData,
        "client-certificate-data": entry.clientCertificateData,
        "client-certificate-key-data": entry.clientCertificateKeyData,
        core: entry.isCore,
        insecure: entry.isInsecure,
        "plain-text": entry.isPlain,
      }),
      "grpc-web-root-path": entry.rootPath ?? "",
      server: entry.server,
    })),
    users: users.map(({ name, authToken, refreshToken }) => ({ name, ...dropEmpty({ "auth-token": authToken, "refresh-token": refreshToken }) })),
  });
}

function dropEmpty(fields: Readonly<Record<string, string | boolean | undefined>>): Readonly<Record<string, string | boolean | undefined>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== "" && value !== false));
}

function parseContext(value: unknown): readonly ContextEntry[] {
  const [name, server] = [getString(value, "name"), getString(value, "server")];
  return name === undefined || server === undefined ? [] : [{ name, server, user: getString(value, "user") ?? name }];
}

function parseServer(value: unknown): readonly ServerEntry[] {
  const server = getString(value, "server");
  if (server === undefined) return [];
  return [
    {
      server,
      rootPath: getString(value, "grpc-web-root-path"),
      isInsecure: getBoolean(value, "insecure"),
      isPlain: getBoolean(value, "plain-text"),
      isCore: getBoolean(value, "core"),
      certificateAuthorityData: getString(value, "certificate-authority-data"),
      clientCertificateData: getString(value, "client-certificate-data"),
      clientCertificateKeyData: getString(value, "client-certificate-key-data"),
    },
  ];
}

function parseUser(value: unknown): readonly UserEntry[] {
  const name = getString(value, "name");
  return name === undefined ? [] : [{ name, authToken: getString(value, "auth-token"), refreshToken: getString(value, "refresh-token") }];
}
