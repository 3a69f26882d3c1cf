import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { getString } from "../../src/kube/index.ts";
import { findFreePort } from "../support/free-port.ts";
import { findMachineAddress } from "../support/machine-address.ts";
import { createPodHere } from "../support/pod-here.ts";
import { conformance } from "./harness/suite.ts";

/** Answers with what it was asked. */
async function startEcho(address: string): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, address);
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, headers } = request;
  const body = await text(request);
  response.writeHead(method === "POST" ? 409 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify({ method, url, body, accept: headers.accept, authorization: headers.authorization ?? "none" }));
}

conformance("service proxy", (item) => {
  const address = findMachineAddress();
  if (address === undefined) return;

  item({ number: 68, title: "services/proxy asks a pod behind the Service" }, async ({ api, kubectl, namespace, path }) => {
    const echo = await startEcho(address);
    try {
      await createPodHere(api, { namespace, name: "web", address });
      const web = { ip: address, targetRef: { kind: "Pod", namespace, name: "web" } };
      const ports = [
        { name: "http", port: echo.port },
        { name: "silent", port: await findFreePort() },
      ];
      await kubectl.applied({ apiVersion: "v1", kind: "Service", metadata: { name: "web" }, spec: { ports: [{ name: "http", port: 80 }] } });
      await kubectl.applied({ apiVersion: "v1", kind: "Endpoints", metadata: { name: "web" }, subsets: [{ addresses: [web], ports }] });
      const proxied = (method: string, rest: string, body?: object) => api.send(method, path("v1", `services/${rest}`), body === undefined ? {} : { body });

      const seen = { method: "GET", url: "/v1/a?b=c%20d", body: "", accept: "application/json", authorization: "none" };
      for (const name of ["http:web:http", "web:http", "web:80", "http:web:80"]) {
        const { status, body } = await proxied("GET", `${name}/proxy/v1/a?b=c%20d`);
        assert.deepEqual([name, status, body], [name, 200, seen]);
      }
      const posted = await proxied("POST", "web:http/proxy/v1/verify/", { a: "ü" });
      assert.deepEqual([posted.status, posted.body], [409, { ...seen, method: "POST", url: "/v1/verify/", body: '{"a":"ü"}' }]);
      const bare = await proxied("GET", "web:http/proxy");
      assert.deepEqual([bare.status, bare.headers.location], [301, path("v1", "services/web:http/proxy/")]);

      const refusals = {
        web: [503, "ServiceUnavailable", 'no endpoints available for service "web"'],
        "web:other": [503, "ServiceUnavailable", 'no endpoints available for service "web:other"'],
        "web:81": [503, "ServiceUnavailable", 'no service port 81 found for service "web"'],
        "nobody:http": [404, "NotFound", 'services "nobody" not found'],
        "ftp:web:http": [400, "BadRequest", 'invalid service request "ftp:web:http"'],
      };
      for (const [name, want] of Object.entries(refusals)) {
        const { status, body } = await proxied("GET", `${name}/proxy/`);
        assert.deepEqual([status, getString(body, "reason"), getString(body, "message")], want);
      }
      const silent = await proxied("GET", "web:silent/proxy/");
      assert.equal(silent.status, 503);
      assert.match(getString(silent.body, "message") ?? "", /^error trying to reach service: /);

      await kubectl.applied({ apiVersion: "v1", kind: "Endpoints", metadata: { name: "web" }, subsets: [{ addresses: [{ ip: address }], ports }] });
      assert.equal((await proxied("GET", "web:http/proxy/")).status, 503);
    } finally {
      echo.close();
    }
  });
});
