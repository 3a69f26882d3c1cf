import { once } from "node:events";
import { createServer } from "node:http";
import { SillageError } from "../../errors/index.ts";

export interface CallbackListener {
  readonly port: number;
  /** What the browser comes back with, without its question mark. */
  waitForQuery(options: { readonly signal: AbortSignal }): Promise<string>;
  close(): Promise<void>;
}

const done = "<!doctype html><meta charset=utf-8><title>Sillage</title><p>You are logged in, or the terminal says why not. You can close this page.";
const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'", "referrer-policy": "no-referrer", connection: "close" };

/** On this machine only. Throws `unavailable` when the port is taken; 0 takes any free one. */
export async function listenForCallback(port: number): Promise<CallbackListener> {
  const queries = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    const [path, query] = (request.url ?? "").split("?", 2);
    if (path !== "/auth/callback" || query === undefined) return void response.writeHead(404).end();
    response.writeHead(200, headers).end(done);
    queries.resolve(query);
  });
  server.listen(port, "localhost");
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new SillageError("unavailable", `Cannot wait for the identity provider on port ${port}: choose another one with --sso-port, if the provider allows it`, { cause });
  }
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : port,
    waitForQuery({ signal }) {
      const aborted = new Promise<never>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
      return Promise.race([queries.promise, aborted]);
    },
    async close() {
      server.closeIdleConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
