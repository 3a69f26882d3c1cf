import { SillageError } from "../errors/index.ts";
import { isLoopbackHost } from "./is-loopback-host.ts";

/** What the command line says; what it leaves out is decided by the settings. */
export interface ListenFlags {
  readonly host: string | undefined;
  readonly port: number;
  readonly isInsecure: boolean | undefined;
  /** Such as `/sillage`. */
  readonly rootPath: string | undefined;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Others on this machine only. */
  readonly isLoopback: boolean;
  readonly isSecure: boolean;
  /** Without a slash at the end; empty for the root. */
  readonly basePath: string;
}

/**
 * Flags, then `argocd-cmd-params-cm`, then our own defaults: only this machine is served, in plain HTTP; whoever can be reached by others has HTTPS unless it
 * is told to be insecure. Throws `invalid` for a root path that is none.
 */
export function chooseListenOptions(flags: ListenFlags, parameters: Readonly<Record<string, string>>): ListenOptions {
  const host = flags.host ?? (parameters["server.listen.address"] || "127.0.0.1");
  const isLoopback = isLoopbackHost(host);
  const isInsecure = flags.isInsecure ?? readFlag(parameters["server.insecure"]) ?? isLoopback;
  const basePath = `/${flags.rootPath ?? parameters["server.rootpath"] ?? ""}`.replaceAll(/\/+/g, "/").replace(/\/$/, "");
  if (!/^[\w./~-]*$/.test(basePath)) throw new SillageError("invalid", `"${basePath}" is no root path, such as /sillage`);
  return { host, port: flags.port, isLoopback, isSecure: !isInsecure, basePath };
}

function readFlag(text: string | undefined): boolean | undefined {
  return text === "true" || text === "false" ? text === "true" : undefined;
}
