import { SillageError } from "../errors/index.ts";

/** The base URL of a server without a slash at its end. `host:port` alone speaks TLS, as with `argocd`. Throws `invalid` when it is no address. */
export function parseBaseUrl(server: string): string {
  const text = server.includes("://") ? server : `https://${server}`;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:") || url.host === "" || url.search !== "" || url.hash !== "")
    throw new SillageError("invalid", `"${server}" is not the address of a server, such as cd.example.com or http://127.0.0.1:8080`);
  return text.replace(/\/+$/, "");
}
