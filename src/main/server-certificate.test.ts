import { deepEqual, equal, notEqual } from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { get } from "node:https";
import type { IncomingMessage } from "node:http";
import { after, before, describe, it } from "node:test";
import { createManualClock } from "../async/index.ts";
import { startApiServer } from "../../test/support/api-server.ts";
import { startSecretWorld, type SecretWorld } from "../../test/support/secret-world.ts";
import { ensureServerCertificate } from "./server-certificate.ts";

describe("The certificate of the server", { timeout: 30_000 }, () => {
  let world: SecretWorld;
  const clock = createManualClock(Date.now());
  before(async () => {
    world = await startSecretWorld();
    const { client, ctx, namespace, secretResource } = world;
    await client.create(secretResource, { apiVersion: "v1", kind: "Secret", metadata: { namespace, name: "argocd-secret" } }, ctx);
  });
  after(() => world.close());
  const ensure = () => ensureServerCertificate(world.ctx, { client: world.client, clock }, { namespace: world.namespace });

  it("serves HTTPS, and tells browsers to stay with it", async () => {
    const tls = await ensure();
    const api = await startApiServer({ server: { tls } });
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get(`${api.url}/healthz`, { ca: tls.certificate, agent: false }, resolve).on("error", reject);
      });
      deepEqual([response.statusCode, response.headers["strict-transport-security"]], [200, "max-age=31536000"]);
      response.resume();
      const login = await new Promise<IncomingMessage>((resolve, reject) => {
        get(`${api.url}/auth/logout`, { ca: tls.certificate, agent: false, headers: { cookie: "argocd.token=x" } }, resolve).on("error", reject);
      });
      deepEqual(login.headers["set-cookie"], ["argocd.token=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"]);
      login.resume();
    } finally {
      await api.close();
    }
  });

  it("is made once, kept, good for the names of the Service, and made anew when it has expired", async () => {
    const made = await ensure();
    const { subjectAltName = "", validToDate } = new X509Certificate(made.certificate);
    equal(
      subjectAltName,
      "DNS:localhost, DNS:argocd-server, DNS:argocd-server.argocd, DNS:argocd-server.argocd.svc, DNS:argocd-server.argocd.svc.cluster.local, IP Address:127.0.0.1",
    );
    deepEqual(await ensure(), made);
    await clock.advance(validToDate.getTime() - clock.now() + 1);
    notEqual((await ensure()).certificate, made.certificate);
  });

  it("is the one of argocd-server-tls where there is one", async () => {
    const own = await ensure();
    const { client, ctx, namespace, secretResource } = world;
    const stringData = { "tls.crt": "given", "tls.key": "key" };
    await client.create(secretResource, { apiVersion: "v1", kind: "Secret", metadata: { namespace, name: "argocd-server-tls" }, stringData }, ctx);
    notEqual(own.certificate, "given");
    deepEqual(await ensure(), { certificate: "given", key: "key" });
  });
});
