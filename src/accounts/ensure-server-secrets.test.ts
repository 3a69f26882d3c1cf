import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { createManualClock } from "../async/index.ts";
import { startSecretWorld, type SecretWorld } from "../../test/support/secret-world.ts";
import { ensureServerSecrets } from "./ensure-server-secrets.ts";

describe("Server secrets", { timeout: 20_000 }, () => {
  let world: SecretWorld;
  beforeEach(async () => (world = await startSecretWorld()));
  afterEach(() => world.close());

  const passwords = { hash: async (password: string) => `hash-of-${password}` };
  const ensure = (): Promise<void> => ensureServerSecrets(world.ctx, { ...world, passwords, clock: createManualClock(1_800_000_000_500) }, world);
  const put = (kind: "Secret" | "ConfigMap", name: string, data: Readonly<Record<string, string>>) =>
    world.client.create(
      kind === "Secret" ? world.secretResource : world.configMapResource,
      { apiVersion: "v1", kind, metadata: { namespace: world.namespace, name }, data },
      world.ctx,
    );
  const encode = (text: string): string => Buffer.from(text).toString("base64");

  it("are made at the first start and left alone at the second", async () => {
    await ensure();
    const [made, initial] = [await world.read("argocd-secret"), await world.read("argocd-initial-admin-secret")];
    match(initial?.["password"] ?? "", /^[-\w]{16}$/);
    equal(Buffer.from(made?.["server.secretkey"] ?? "", "base64").length, 32);
    deepEqual(made, {
      "server.secretkey": made?.["server.secretkey"],
      "admin.password": `hash-of-${initial?.["password"]}`,
      "admin.passwordMtime": "2027-01-15T08:00:00Z",
    });
    await ensure();
    deepEqual([await world.read("argocd-secret"), await world.read("argocd-initial-admin-secret")], [made, initial]);
  });

  it("are the same for replicas that start together", async () => {
    await Promise.all([ensure(), ensure(), ensure()]);
    const [made, initial] = [await world.read("argocd-secret"), await world.read("argocd-initial-admin-secret")];
    equal(made?.["admin.password"], `hash-of-${initial?.["password"]}`);
  });

  it("take the password that waits already", async () => {
    await put("Secret", "argocd-initial-admin-secret", { password: encode("chosen") });
    await ensure();
    equal((await world.read("argocd-secret"))?.["admin.password"], "hash-of-chosen");
  });

  it("keep what Argo CD or its users wrote", async () => {
    const data = { "server.secretkey": "theirs", "admin.password": "no hash at all", "webhook.github.secret": "hook" };
    await put("Secret", "argocd-secret", Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encode(value)])));
    await ensure();
    deepEqual([await world.read("argocd-secret"), await world.read("argocd-initial-admin-secret")], [data, undefined]);
  });

  it("have no password of a disabled admin", async () => {
    await put("ConfigMap", "argocd-cm", { "admin.enabled": "false" });
    await put("Secret", "argocd-secret", { "webhook.github.secret": encode("hook") });
    await ensure();
    const made = await world.read("argocd-secret");
    deepEqual(Object.keys(made ?? {}).toSorted(), ["server.secretkey", "webhook.github.secret"]);
    notEqual(made?.["server.secretkey"], "");
    equal(await world.read("argocd-initial-admin-secret"), undefined);
  });
});
