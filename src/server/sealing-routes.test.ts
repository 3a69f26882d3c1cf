import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { fastify } from "fastify";
import { createManualClock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { KubeObject } from "../kube/index.ts";
import { createLog } from "../log/index.ts";
import { replyWithError } from "./rest/index.ts";
import { addSealingRoutes } from "./sealing-routes.ts";

const log = createLog({ level: "silent" });
const good: KubeObject = { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name: "good" } };
const bad: KubeObject = { ...good, metadata: { name: "bad" } };

function createApp() {
  const app = fastify();
  app.setErrorHandler((error, _request, reply) => replyWithError(reply, error, log));
  const sealing = {
    getCertificate: () => "PEM\n",
    canUnseal: async ({ metadata }: KubeObject) => metadata.name === "good",
    async rotate(sealedSecret: KubeObject) {
      if (sealedSecret.metadata.name !== "good") throw new SillageError("invalid", 'Cannot unseal SealedSecret "bad": no key could decrypt secret ("a")');
      return { ...sealedSecret, spec: "rotated" };
    },
  };
  addSealingRoutes(app, sealing, { clock: createManualClock() });
  return app;
}

const cases = [
  { name: "certificate", method: "GET", url: "/v1/cert.pem", status: 200, body: "PEM\n" },
  { name: "verify", url: "/v1/verify", payload: JSON.stringify(good), status: 200, body: "" },
  {
    name: "verify, without a content type, YAML",
    url: "/v1/verify",
    payload: "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: { name: good }\n",
    headers: {},
    status: 200,
    body: "",
  },
  { name: "verify what cannot be unsealed", url: "/v1/verify", payload: JSON.stringify(bad), status: 409, body: "" },
  { name: "rotate", url: "/v1/rotate", payload: JSON.stringify(good), status: 200, body: JSON.stringify({ ...good, spec: "rotated" }) },
  { name: "rotate what cannot be unsealed", url: "/v1/rotate", payload: JSON.stringify(bad), status: 400, body: /no key could decrypt secret/ },
  { name: "two documents", url: "/v1/verify", payload: "a: 1\n---\nb: 2\n", status: 400, body: /one SealedSecret/ },
  { name: "no YAML", url: "/v1/rotate", payload: "secret: [", status: 400, body: /^(?!.*secret: \[).*Cannot parse/ },
  { name: "no body", url: "/v1/rotate", status: 400, body: /one SealedSecret/ },
] as const;

for (const { name, url, status, body, ...request } of cases) {
  test(`sealing routes: ${name}`, async (t) => {
    const app = createApp();
    t.after(() => app.close());
    const reply = await app.inject({ method: "POST", url, headers: { "content-type": "application/json" }, ...request });
    equal(reply.statusCode, status);
    if (typeof body === "string") equal(reply.body, body);
    else match(reply.body, body);
  });
}

test("sealing routes: who asks too often waits; the certificate is free", async (t) => {
  const app = createApp();
  t.after(() => app.close());
  const codes = new Set<number>();
  for (let call = 0; call < 100; call++) codes.add((await app.inject({ method: "POST", url: "/v1/verify", payload: JSON.stringify(good) })).statusCode);
  deepEqual([...codes], [200]);
  const refused = await app.inject({ method: "POST", url: "/v1/rotate", payload: JSON.stringify(good) });
  deepEqual([refused.statusCode, refused.headers["retry-after"]], [429, "1"]);
  equal((await app.inject({ url: "/v1/cert.pem" })).statusCode, 200);
});
