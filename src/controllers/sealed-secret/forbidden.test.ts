import assert from "node:assert/strict";
import { test } from "node:test";
import { createSealedWorld } from "../../../test/builders/sealed-world.ts";
import { createTestKey } from "../../../test/builders/sealing-key.ts";
import { eventually } from "../../../test/support/eventually.ts";
import { assessObject } from "../../health/index.ts";
import { getList, getString } from "../../kube/index.ts";

const { pair } = createTestKey();

test("a server that may not read Secrets says so, and goes on when it may", async (t) => {
  let isAllowed = false;
  const world = await createSealedWorld({
    controllers: 1,
    wrap: (transport) => ({
      send: (request) => transport.send(isAllowed || !request.path.includes("/secrets") ? request : { ...request, headers: { ...request.headers, "impersonate-user": "nobody" } }),
      close: () => transport.close(),
    }),
  });
  t.after(() => world.close());
  await world.create(await world.seal("web", { a: "1" }, { certificate: pair.certificate }));
  await eventually(
    async () => {
      const sealed = await world.get("SealedSecret", "web");
      assert.ok(sealed);
      assert.deepEqual(assessObject(sealed)?.status, "Degraded");
      assert.match(assessObject(sealed)?.message ?? "", /^Sillage may not read Secrets: .*secrets is forbidden: User "nobody" cannot list resource "secrets"/);
    },
    { withinMs: 20_000 },
  );

  isAllowed = true;
  const metadata = { name: "key", namespace: world.keyNamespace, labels: { "sealedsecrets.bitnami.com/sealed-secrets-key": "active" } };
  const encode = (text: string) => Buffer.from(text).toString("base64");
  await world.create({ apiVersion: "v1", kind: "Secret", metadata, type: "kubernetes.io/tls", data: { "tls.crt": encode(pair.certificate), "tls.key": encode(pair.privateKey) } });
  await eventually(
    async () => {
      assert.deepEqual((await world.get("Secret", "web"))?.["data"], { a: "MQ==" });
      assert.equal(getString(getList(await world.get("SealedSecret", "web"), "status", "conditions")[0], "status"), "True");
    },
    { withinMs: 60_000 },
  );
});
