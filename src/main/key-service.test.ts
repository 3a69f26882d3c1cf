import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, describe, it } from "node:test";
import { makeTempFolder } from "../../test/support/temp-folder.ts";
import { systemClock } from "../async/index.ts";
import { writeContext } from "./context-file.ts";
import { readEnvironment } from "./environment.ts";
import { openKeyService } from "./key-service.ts";

const service = { apiVersion: "v1", kind: "Service", metadata: { name: "keys" }, spec: { ports: [{ name: "http", port: 8080 }] } };
const { signal } = new AbortController();

describe("openKeyService", () => {
  let server: Server;
  let url: string;
  let kubeconfig: string;
  let requests: string[] = [];
  const environment = { ...readEnvironment(), kubeconfig: undefined, contextFile: path.join(makeTempFolder(), "config"), argocdContextFile: "none" };
  const deps = { clock: systemClock, environment };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { method, url: target = "", headers } = request;
    requests.push(`${method} ${target} ${headers.authorization ?? "-"} ${body}`.trim());
    response.statusCode = target.endsWith("/v1/verify") ? 409 : 200;
    response.end(target.endsWith("/services/keys") ? JSON.stringify(service) : "answer");
  }

  before(async () => {
    // Stands for Sillage and for an API server at once: what counts here is who is asked what.
    server = createServer((request, response) => {
      void answer(request, response);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    kubeconfig = path.join(makeTempFolder(), "kubeconfig");
    const entries = {
      clusters: [{ name: "c", cluster: { server: url } }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
      users: [{ name: "u", user: { token: "t" } }],
    };
    await writeFile(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Config", "current-context": "x", ...entries }));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests = [];
  });

  it("asks the controller of a cluster through its API server", async () => {
    const keys = await openKeyService(deps, { kubeconfig, controllerName: "keys", controllerNamespace: "vault" });
    assert.deepEqual(await keys.send({ path: "/v1/cert.pem" }, { signal }), { status: 200, text: "answer" });
    assert.deepEqual(await keys.send({ path: "/v1/verify", body: "{}" }, { signal }), { status: 409, text: "answer" });
    assert.deepEqual(requests, [
      "GET /api/v1/namespaces/vault/services/keys Bearer t",
      "GET /api/v1/namespaces/vault/services/http%3Akeys%3Ahttp/proxy/v1/cert.pem Bearer t",
      "GET /api/v1/namespaces/vault/services/keys Bearer t",
      "POST /api/v1/namespaces/vault/services/http%3Akeys%3Ahttp/proxy/v1/verify Bearer t {}",
    ]);
  });

  it("asks the server of the flag, else that of the context file, and shows the token to that server", async () => {
    await writeContext(environment.contextFile, { server: url, token: "ours" });
    await (await openKeyService(deps, {})).send({ path: "/v1/rotate", body: "{}" }, { signal });
    await (await openKeyService(deps, { server: `${url}/` })).send({ path: "/v1/cert.pem" }, { signal });
    assert.deepEqual(requests, ["POST /v1/rotate Bearer ours {}", "GET /v1/cert.pem Bearer ours"]);
  });

  it("says where nobody answers", async () => {
    const keys = await openKeyService(deps, { server: "http://127.0.0.1:1" });
    await assert.rejects(keys.send({ path: "/v1/cert.pem" }, { signal }), {
      code: "unavailable",
      message: 'Cannot reach Sillage at "http://127.0.0.1:1": is `sillage server` running',
    });
  });
});
