import { readFile } from "node:fs/promises";
import { resolveConnection, type CliSettings, type Connection } from "../cli/connection/index.ts";
import type { LocalConfigStore } from "../cli/index.ts";
import { createClient, type SillageClient } from "../client/index.ts";
import { SillageError } from "../errors/index.ts";
import type { Environment } from "./environment.ts";

export interface ConnectionDeps {
  readonly environment: Pick<Environment, "server" | "authToken">;
  readonly localConfig: LocalConfigStore;
}

export interface OpenServerDeps extends ConnectionDeps {
  /** The Kubernetes API itself, with the person's own rights. */
  openCore(options: { readonly kubeContext: string | undefined }): Promise<SillageClient>;
}

/** The API that flags, environment and contexts lead to, in this order. */
export async function openServer(deps: OpenServerDeps, flags: CliSettings): Promise<SillageClient> {
  const connection = await findConnection(deps, flags);
  return connection.kind === "core" ? deps.openCore({ kubeContext: flags.kubeContext }) : createClient(connection.http);
}

/** Where they lead to. Throws `invalid` when that is nowhere. */
export async function findConnection({ environment, localConfig }: ConnectionDeps, flags: CliSettings): Promise<Connection> {
  const { server, authToken } = environment;
  const settings = { ...(server === undefined ? {} : { server }), ...(authToken === undefined ? {} : { authToken }), ...flags };
  return resolveConnection(settings, await localConfig.read(settings.configFile), await readFiles(settings));
}

async function readFiles(settings: CliSettings): Promise<NonNullable<Parameters<typeof resolveConnection>[2]>> {
  const { serverCertificateFile, clientCertificateFile, clientKeyFile } = settings;
  if ((clientCertificateFile === undefined) !== (clientKeyFile === undefined)) throw new SillageError("invalid", "--client-crt and --client-crt-key belong together");
  const serverCertificate = serverCertificateFile === undefined ? {} : { serverCertificate: await readPem(serverCertificateFile) };
  if (clientCertificateFile === undefined || clientKeyFile === undefined) return serverCertificate;
  return { ...serverCertificate, client: { certificate: await readPem(clientCertificateFile), key: await readPem(clientKeyFile) } };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new SillageError("invalid", `Cannot read "${file}"`, { cause });
  }
}
