import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { describeError } from "../errors/index.ts";
import type { Log } from "../log/index.ts";
import type { Metrics } from "./create-metrics.ts";

export interface MetricsServer {
  /** Resolves with the URL once it serves. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/** `/metrics` and `/healthz` on an address of their own, where the public API is not: whoever reaches it needs no session. */
export function createMetricsServer(
  { metrics, log }: { readonly metrics: Pick<Metrics, "render" | "contentType">; readonly log: Log },
  { host, port }: { readonly host: string; readonly port: number },
): MetricsServer {
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => void answer(request, response));

  async function answer({ method, url = "/" }: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path] = url.split("?", 1);
    if (path === "/healthz") return void response.end("ok");
    if (path !== "/metrics" || method !== "GET") return void response.writeHead(404).end();
    try {
      const text = await metrics.render();
      response.setHeader("content-type", metrics.contentType).end(text);
    } catch (error) {
      log.error("Cannot render metrics", { error: describeError(error) });
      response.writeHead(500).end();
    }
  }

  return {
    async listen() {
      await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : port;
      return `http://${host.includes(":") ? `[${host}]` : host}:${taken}`;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
