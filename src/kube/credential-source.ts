import { readFile } from "node:fs/promises";
import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { ClusterConnection } from "./connection.ts";
import { runCredentialPlugin } from "./credential-plugin.ts";
import type { Proof } from "./proof.ts";
import { createSharedLoad } from "./shared-load.ts";

/** The current proof of identity of one connection. */
export interface CredentialSource {
  /** Local while the last proof is fresh; else reads the token file or runs the plugin. */
  fetch(signal: AbortSignal): Promise<Proof>;
  /** The server refused the proof. Returns whether another one may be had. */
  expire(): boolean;
}

const tokenFileMs = 60_000;

export function createCredentialSource(deps: { readonly clock: Clock }, connection: ClusterConnection): CredentialSource {
  const { clock } = deps;
  const { kind } = connection.credentials;
  let proof: Proof | undefined;
  const renew = createSharedLoad(async (signal) => {
    const obtained = await obtain(connection, { signal, nowMs: clock.now() });
    proof = obtained;
    return obtained;
  });
  return {
    async fetch(signal) {
      if (proof !== undefined && (proof.expiresMs === undefined || proof.expiresMs > clock.now())) return proof;
      return renew(signal);
    },
    expire() {
      proof = undefined;
      return kind === "tokenFile" || kind === "exec";
    },
  };
}

async function obtain(connection: ClusterConnection, context: { readonly signal: AbortSignal; readonly nowMs: number }): Promise<Proof> {
  const { credentials } = connection;
  switch (credentials.kind) {
    case "none":
      return {};
    case "token":
      return { authorization: `Bearer ${credentials.token}` };
    case "basic":
      return { authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}` };
    case "tokenFile":
      return { authorization: `Bearer ${await readToken(credentials.path, context.signal)}`, expiresMs: context.nowMs + tokenFileMs };
    default:
      return runCredentialPlugin(credentials.plugin, { connection, signal: context.signal });
  }
}

async function readToken(path: string, signal: AbortSignal): Promise<string> {
  try {
    return (await readFile(path, { encoding: "utf8", signal })).trim();
  } catch (cause) {
    signal.throwIfAborted();
    throw new SillageError("unauthenticated", `Cannot read the token file "${path}"`, { cause });
  }
}
