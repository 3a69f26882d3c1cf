import { SillageError } from "../errors/index.ts";
import { exec } from "../exec/index.ts";
import type { ClusterConnection, ExecPlugin } from "./connection.ts";
import type { Proof } from "./proof.ts";
import { getRecord, getString } from "./fields.ts";

const timeoutMs = 60_000;
/** A credential is asked for again this long before it ends. */
const leewayMs = 10_000;

/** Runs a credential plugin. Its output is secret and appears in no message. */
export async function runCredentialPlugin(plugin: ExecPlugin, options: { readonly connection: ClusterConnection; readonly signal: AbortSignal }): Promise<Proof> {
  const { connection, signal } = options;
  const env = { ...plugin.env, KUBERNETES_EXEC_INFO: JSON.stringify(describeRequest(plugin, connection)) };
  try {
    const result = await exec(plugin.command, plugin.args, { signal, env, timeoutMs });
    if (result.exitCode === 0) return parseExecCredential(plugin, result.stdout.toString("utf8"));
    throw new SillageError("unauthenticated", `Credential plugin "${plugin.command}" ended with exit code ${result.exitCode}: ${result.stderr.trim().slice(0, 500)}`);
  } catch (cause) {
    if (cause instanceof SillageError && cause.code === "unavailable") throw new SillageError("unauthenticated", missingProgram(plugin), { cause });
    throw cause;
  }
}

/** The token or certificate a plugin printed. Throws `unauthenticated` when it printed neither. */
function parseExecCredential(plugin: ExecPlugin, output: string): Proof {
  const status = getRecord(parseJson(output), "status");
  const token = getString(status, "token");
  const cert = getString(status, "clientCertificateData");
  const key = getString(status, "clientKeyData");
  const expires = getString(status, "expirationTimestamp");
  if (token === undefined && (cert === undefined || key === undefined)) {
    throw new SillageError("unauthenticated", `Credential plugin "${plugin.command}" printed neither a token nor a client certificate`);
  }
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(cert === undefined || key === undefined ? {} : { clientCertificate: { cert, key } }),
    ...(expires === undefined ? {} : { expiresMs: Date.parse(expires) - leewayMs }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeRequest(plugin: ExecPlugin, connection: ClusterConnection): unknown {
  const cluster = {
    server: connection.server,
    ...(connection.tlsServerName === undefined ? {} : { "tls-server-name": connection.tlsServerName }),
    ...(connection.insecure === undefined ? {} : { "insecure-skip-tls-verify": connection.insecure }),
    ...(connection.ca === undefined ? {} : { "certificate-authority-data": Buffer.from(connection.ca).toString("base64") }),
  };
  return { apiVersion: plugin.apiVersion, kind: "ExecCredential", spec: { interactive: false, ...(plugin.provideClusterInfo ? { cluster } : {}) } };
}

function missingProgram(plugin: ExecPlugin): string {
  const hint = plugin.installHint.trim();
  return `Cannot run the credential plugin "${plugin.command}"${hint === "" ? "" : `: ${hint}`}`;
}
