import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import https from "node:https";
import path from "node:path";
import { stringifyYaml } from "../../src/kube/yaml/index.ts";
import { readApiAccess } from "./kubeconfig.ts";
import { makeTempFolder } from "./temp-folder.ts";

/** Stands between one client and an API server, and remembers what was asked. */
export interface CountingProxy {
  readonly kubeconfig: string;
  /** Every request that could change something, as `PATCH /api/v1/…`. */
  readonly writes: readonly string[];
  close(): Promise<void>;
}

/** Plain HTTP on loopback in front, the API server of the kubeconfig behind; credentials are added on the way. */
export async function startCountingProxy(kubeconfig: string): Promise<CountingProxy> {
  const access = readApiAccess(kubeconfig);
  const agent = new https.Agent({ keepAlive: true, ca: access.ca, cert: access.certificate, key: access.key });
  const writes: string[] = [];
  const server = createServer((request, response) => {
    const { method = "GET", url = "/" } = request;
    if (method !== "GET") writes.push(`${method} ${url}`);
    const headers = { ...request.headers, host: new URL(access.url).host, ...(access.token === undefined ? {} : { authorization: `Bearer ${access.token}` }) };
    const upstream = https.request(new URL(url, access.url), { method, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    response.on("close", () => upstream.destroy());
    request.pipe(upstream);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const file = path.join(makeTempFolder(), "kubeconfig");
  const named = { cluster: { server: `http://127.0.0.1:${port}` }, name: "proxy" };
  await writeFile(
    file,
    stringifyYaml({
      apiVersion: "v1",
      kind: "Config",
      clusters: [named],
      users: [],
      contexts: [{ name: "proxy", context: { cluster: "proxy", user: "" } }],
      "current-context": "proxy",
    }),
  );
  return {
    kubeconfig: file,
    writes,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
