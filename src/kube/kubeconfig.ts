import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, resolve } from "node:path";
import { SillageError } from "../errors/index.ts";
import type { ClientCertificate, ClusterConnection, Credentials } from "./connection.ts";
import { getBoolean, getList, getRecord, getString, isRecord } from "./fields.ts";
import { parseDocuments } from "./yaml/index.ts";

/** Where the kubeconfig is: a file, several that are merged as kubectl merges them (absent ones are passed over, the first to name something wins), or its text. */
export type KubeconfigSource = { readonly path: string } | { readonly paths: readonly string[] } | { readonly text: string };

export type KubeconfigOptions = KubeconfigSource & {
  /** The current context when left out. */
  readonly context?: string;
};

/** A part of a kubeconfig and the folder its relative paths start from. */
interface Entry {
  readonly value: Readonly<Record<string, unknown>>;
  readonly folder: string;
}

type Section = "contexts" | "clusters" | "users";

/** Reads how to talk to the cluster of a context, files named there included. Throws `invalid` when it is incomplete; no secret is in the message. */
export async function loadKubeconfig(options: KubeconfigOptions): Promise<ClusterConnection> {
  const files = await readFiles(options);
  const contextName = options.context ?? currentContext(files);
  const context = findEntry(files, { section: "contexts", name: contextName });
  const cluster = findEntry(files, { section: "clusters", name: getString(context.value, "cluster") ?? "" });
  const userName = getString(context.value, "user") ?? "";
  const user = userName === "" ? { value: {}, folder: "." } : findEntry(files, { section: "users", name: userName });
  const namespace = getString(context.value, "namespace");
  return { ...(await readCluster(cluster, contextName)), ...(await readUser(user)), ...(namespace === undefined ? {} : { namespace }) };
}

async function readFiles(source: KubeconfigSource): Promise<readonly Entry[]> {
  if ("text" in source) return [parseFile(source.text, { file: "kubeconfig", folder: "." })];
  const paths = "path" in source ? [source.path] : source.paths.filter((path) => existsSync(path));
  return Promise.all(paths.map(async (path) => parseFile(await readNamedFile(path), { file: path, folder: dirname(path) })));
}

function parseFile(text: string, origin: { readonly file: string; readonly folder: string }): Entry {
  const value = parseDocuments(text, { file: origin.file })[0]?.value ?? {};
  if (!isRecord(value)) throw new SillageError("invalid", `Kubeconfig "${origin.file}" is no mapping`);
  return { value, folder: origin.folder };
}

function currentContext(files: readonly Entry[]): string {
  for (const file of files) {
    const name = getString(file.value, "current-context") ?? "";
    if (name !== "") return name;
  }
  throw new SillageError("invalid", "The kubeconfig has no current context; name one");
}

const singular: Readonly<Record<Section, string>> = { contexts: "context", clusters: "cluster", users: "user" };

function findEntry(files: readonly Entry[], wanted: { readonly section: Section; readonly name: string }): Entry {
  for (const { value, folder } of files) {
    const item = getList(value, wanted.section).find((candidate) => getString(candidate, "name") === wanted.name);
    const found = getRecord(item, singular[wanted.section]);
    if (found !== undefined) return { value: found, folder };
  }
  throw new SillageError("invalid", `The kubeconfig has no ${singular[wanted.section]} "${wanted.name}"`);
}

async function readCluster(cluster: Entry, contextName: string): Promise<Omit<ClusterConnection, "credentials">> {
  const server = getString(cluster.value, "server");
  if (server === undefined || !URL.canParse(server)) throw new SillageError("invalid", `The cluster of context "${contextName}" has no usable server address`);
  const ca = await readMaterial(cluster, "certificate-authority");
  const tlsServerName = getString(cluster.value, "tls-server-name");
  const proxyUrl = getString(cluster.value, "proxy-url");
  return {
    server,
    ...(ca === undefined ? {} : { ca }),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
    insecure: getBoolean(cluster.value, "insecure-skip-tls-verify") ?? false,
  };
}

async function readUser(user: Entry): Promise<{ readonly credentials: Credentials; readonly clientCertificate?: ClientCertificate }> {
  const cert = await readMaterial(user, "client-certificate");
  const key = await readMaterial(user, "client-key");
  return { credentials: readCredentials(user), ...(cert === undefined || key === undefined ? {} : { clientCertificate: { cert, key } }) };
}

function readCredentials({ value, folder }: Entry): Credentials {
  const tokenFile = getString(value, "tokenFile");
  if (tokenFile !== undefined) return { kind: "tokenFile", path: resolve(folder, tokenFile) };
  const token = getString(value, "token");
  if (token !== undefined) return { kind: "token", token };
  const username = getString(value, "username");
  if (username !== undefined) return { kind: "basic", username, password: getString(value, "password") ?? "" };
  const plugin = getRecord(value, "exec");
  if (plugin === undefined) return { kind: "none" };
  return {
    kind: "exec",
    plugin: {
      apiVersion: getString(plugin, "apiVersion") ?? "client.authentication.k8s.io/v1",
      command: resolveCommand(getString(plugin, "command") ?? "", folder),
      args: getList(plugin, "args").filter((argument) => typeof argument === "string"),
      env: Object.fromEntries(getList(plugin, "env").map((item) => [getString(item, "name") ?? "", getString(item, "value") ?? ""])),
      installHint: getString(plugin, "installHint") ?? "",
      provideClusterInfo: getBoolean(plugin, "provideClusterInfo") ?? false,
    },
  };
}

/** A bare name is looked up on the PATH; one with a slash is relative to the kubeconfig. */
function resolveCommand(command: string, folder: string): string {
  return command.includes("/") && !isAbsolute(command) ? resolve(folder, command) : command;
}

/** `<field>-data` in base64, or the file that `<field>` names. */
async function readMaterial({ value, folder }: Entry, field: string): Promise<string | undefined> {
  const inline = getString(value, `${field}-data`);
  if (inline !== undefined && inline !== "") return Buffer.from(inline, "base64").toString("utf8");
  const path = getString(value, field);
  return path === undefined || path === "" ? undefined : readNamedFile(resolve(folder, path));
}

async function readNamedFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new SillageError("invalid", `Cannot read "${path}"`, { cause });
  }
}
