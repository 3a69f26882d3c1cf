import { parseBaseUrl } from "../../client/index.ts";
import type { ServerEntry } from "./local-config.ts";

/** `https://cd.example.com/sillage`, `cd.example.com:443` or `http://127.0.0.1:8080` as an entry of the file. Throws `invalid`. */
export function parseServerEntry(address: string): ServerEntry {
  const url = new URL(parseBaseUrl(address));
  const isPlain = url.protocol === "http:";
  const rootPath = url.pathname.replace(/\/+$/, "");
  return { server: `${url.hostname}:${url.port === "" ? (isPlain ? "80" : "443") : url.port}`, ...(rootPath === "" ? {} : { rootPath }), ...(isPlain ? { isPlain } : {}) };
}

/** Where the API of a server is. */
export function baseUrlOf({ server, rootPath = "", isPlain = false }: Pick<ServerEntry, "server" | "rootPath" | "isPlain">): string {
  const address = server.includes("://") ? server : `${isPlain ? "http" : "https"}://${server}`;
  const path = rootPath.replace(/^\/|\/+$/g, "");
  return `${address.replace(/\/+$/, "")}${path === "" ? "" : `/${path}`}`;
}

/** True when both mean the same server, whatever each says of ports and paths. */
export function isSameServer(a: string, b: string): boolean {
  return parseServerEntry(a).server === parseServerEntry(b).server;
}
