import type { HttpOptions } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { CliSettings } from "./settings.ts";
import { resolveContext, type ResolvedContext } from "./edit-contexts.ts";
import type { LocalConfig, ServerEntry } from "./local-config.ts";
import { baseUrlOf, isSameServer, parseServerEntry } from "./server-entry.ts";

/** Files that the flags name, as texts. */
export interface ConnectionFiles {
  readonly serverCertificate?: string;
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** Either a server, with the context whose session is used if there is one, or the Kubernetes API itself. */
export type Connection = { readonly kind: "core" } | { readonly kind: "server"; readonly http: HttpOptions; readonly context?: ResolvedContext };

/**
 * Flags over environment (both in `settings`) over the context: what a person meant to talk to. A token of a context goes to the server of that context only.
 * Throws `invalid` when nothing names a server.
 */
export function resolveConnection(settings: CliSettings, config: LocalConfig, files: ConnectionFiles = {}): Connection {
  if (settings.isCore === true) return { kind: "core" };
  const context = findContext(settings, config);
  if (settings.server === undefined && context?.server.isCore === true) return { kind: "core" };
  const entry = findServer(settings, context);
  if (entry === undefined)
    throw new SillageError("invalid", "No server: start `sillage server` on this machine, log in with `sillage login SERVER`, or give --server and --auth-token");
  const token = settings.authToken ?? context?.user.authToken;
  return {
    kind: "server",
    http: {
      server: baseUrlOf({ ...entry, ...(settings.rootPath === undefined ? {} : { rootPath: settings.rootPath }), ...(settings.isPlain === true ? { isPlain: true } : {}) }),
      ...(token === undefined ? {} : { token }),
      headers: (settings.headers ?? []).map(parseHeader),
      retries: settings.httpRetryMax ?? 0,
      tls: tlsOf(settings, entry, files),
    },
    ...(context === undefined || settings.authToken !== undefined ? {} : { context }),
  };
}

/** The context asked for; for a server without one, the context of that server. */
function findContext({ server, contextName }: CliSettings, config: LocalConfig): ResolvedContext | undefined {
  const context = resolveContext(config, contextName);
  if (server === undefined || (context !== undefined && isSameServer(baseUrlOf(context.server), server))) return context;
  const other = contextName === undefined ? config.contexts.find((each) => isSameServer(each.server, withoutScheme(server))) : undefined;
  return other === undefined ? undefined : resolveContext(config, other.name);
}

function findServer({ server }: CliSettings, context: ResolvedContext | undefined): ServerEntry | undefined {
  if (server === undefined) return context?.server;
  const given = parseServerEntry(server);
  if (context === undefined) return given;
  return server.includes("://") ? { ...context.server, ...given, isPlain: given.isPlain ?? false } : { ...context.server, ...given };
}

function withoutScheme(server: string): string {
  return parseServerEntry(server).server;
}

function tlsOf(settings: CliSettings, entry: ServerEntry, files: ConnectionFiles): NonNullable<HttpOptions["tls"]> {
  const authority = files.serverCertificate ?? decode(entry.certificateAuthorityData);
  const [certificate, key] = [decode(entry.clientCertificateData), decode(entry.clientCertificateKeyData)];
  const client = files.client ?? (certificate === undefined || key === undefined ? undefined : { certificate, key });
  return {
    isInsecure: settings.isInsecure ?? entry.isInsecure ?? false,
    ...(authority === undefined ? {} : { certificateAuthority: authority }),
    ...(client === undefined ? {} : { client }),
  };
}

function decode(base64: string | undefined): string | undefined {
  return base64 === undefined ? undefined : Buffer.from(base64, "base64").toString("utf8");
}

/** `Name: value`, as curl writes it. Throws `invalid`. */
function parseHeader(text: string): readonly [string, string] {
  const colon = text.indexOf(":");
  if (colon <= 0) throw new SillageError("invalid", `"${text}" is no header: write it as 'Name: value'`);
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}
