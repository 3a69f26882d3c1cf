import { deepEqual, equal, notEqual } from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { get } from "node:https";
import type { IncomingMessage } from "node:http";
import { after, before, describe, it } from "node:test";
import { createManualClock, systemClock } from "../async/index.ts";
import { startApiServer } from "../../test/support/api-server.ts";
import { eventually } from "../../test/support/eventually.ts";
import { createMemoryLog } from "../../test/support/memory-log.ts";
import { startSecretWorld, type SecretWorld } from "../../test/support/secret-world.ts";
import { ensureServerCertificate, followServerCertificate } from "./server-certificate.ts";

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

  it("serves HTTPS, tells browsers to stay with it, and is exchanged when another is given", async () => {
    const tls = await ensure();
    const log = createMemoryLog();
    const api = await startApiServer({ log, server: { tls } });
    followServerCertificate({ settings: api.settings, server: api.server, log });
    const give = async (pair: { readonly certificate: string; readonly key: string }): Promise<void> => {
      const object = {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { namespace: "argocd", name: "argocd-server-tls" },
        stringData: { "tls.crt": pair.certificate, "tls.key": pair.key },
      };
      await api.kube.apply(api.secrets, object, { signal: world.ctx.signal, fieldManager: "test", force: true });
    };
    try {
      const health = await fetchWith(tls.certificate, `${api.url}/healthz`);
      deepEqual([health.statusCode, health.headers["strict-transport-security"]], [200, "max-age=31536000"]);
      const logout = await fetchWith(tls.certificate, `${api.url}/auth/logout`, "argocd.token=x");
      deepEqual(logout.headers["set-cookie"], ["argocd.token=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"]);

      const other = await anotherCertificate();
      await give(other);
      await eventually(async () => equal((await fetchWith(other.certificate, `${api.url}/healthz`)).statusCode, 200));
      await give({ certificate: "none", key: "SecretKeyCanary" });
      await eventually(() => equal(log.lines.filter((line) => line.includes("Setting not understood")).length, 1));
      equal((await fetchWith(other.certificate, `${api.url}/healthz`)).statusCode, 200);
      equal(log.lines.join("").includes("SecretKeyCanary"), false);
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

function fetchWith(ca: string, url: string, cookie = ""): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false, headers: { cookie } }, (response) => resolve(response.resume())).on("error", reject);
  });
}

/** One of a world of its own. */
async function anotherCertificate() {
  const world = await startSecretWorld();
  try {
    const { client, ctx, namespace, secretResource } = world;
    await client.create(secretResource, { apiVersion: "v1", kind: "Secret", metadata: { namespace, name: "argocd-secret" } }, ctx);
    return await ensureServerCertificate(ctx, { client, clock: systemClock }, { namespace });
  } finally {
    await world.close();
  }
}
