import { deepEqual, equal, rejects } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createManualClock } from "../async/index.ts";
import type { KubeObject } from "../kube/index.ts";
import { startSecretWorld, type SecretWorld } from "../../test/support/secret-world.ts";
import { createAccountWriter, type AccountWriter } from "./account-writer.ts";
import { createAccountsView, type AccountsView } from "./accounts-view.ts";

const now = 1_800_000_000;

describe("Writing accounts", { timeout: 20_000 }, () => {
  let world: SecretWorld;
  let view: AccountsView;
  let writer: AccountWriter;
  let secret: KubeObject;

  before(async () => {
    world = await startSecretWorld();
    const { client, secretResource, namespace, ctx } = world;
    const data = { "webhook.github.secret": Buffer.from("hook").toString("base64"), "accounts.broken.tokens": Buffer.from("{").toString("base64") };
    secret = await client.create(secretResource, { apiVersion: "v1", kind: "Secret", metadata: { namespace, name: "argocd-secret" }, data }, ctx);
    const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-cm" }, data: { "accounts.ci": "apiKey", "accounts.broken": "apiKey" } };
    view = createAccountsView({ getConfigMap: () => configMap, getSecret: () => secret, log: ctx.log });
    let ids = 0;
    const passwords = { hash: async (password: string) => `$2a$10$${Buffer.from(password.padEnd(40, ".")).toString("base64url").slice(0, 53)}` };
    const sessions = { issueToken: async (content: object) => JSON.stringify(content) };
    writer = createAccountWriter({ client, secretResource, view, passwords, sessions, clock: createManualClock(now * 1_000 + 999), newId: () => `id-${++ids}` }, world);
  });
  after(() => world.close());

  it("changes a password and nothing else, at once for ourselves", async () => {
    await writer.changePassword(world.ctx, { name: "admin", password: "open sesame" });
    const written = await world.read("argocd-secret");
    deepEqual(Object.keys(written ?? {}).toSorted(), ["accounts.broken.tokens", "admin.password", "admin.passwordMtime", "webhook.github.secret"]);
    equal(written?.["admin.passwordMtime"], "2027-01-15T08:00:00Z");
    const { accounts, passwordHashes } = view.get();
    deepEqual([passwordHashes.get("admin"), accounts.get("admin")?.passwordMtime], [written?.["admin.password"], now]);
  });

  const bad = [
    { name: "a short one", password: "short", want: 'The new password does not match "^.{8,32}$"' },
    { name: "one of another account", account: "bob", password: "long enough", code: "notFound", want: 'There is no account "bob"' },
  ];
  for (const { name, account = "admin", password, code = "invalid", want } of bad) {
    it(`refuses a password: ${name}`, () => rejects(writer.changePassword(world.ctx, { name: account, password }), { code, message: want }));
  }

  it("issues tokens, all of them when asked at once, and deletes one", async () => {
    const issued = await Promise.all([
      writer.createToken(world.ctx, { name: "ci", id: "nightly", expiresInSeconds: 60 }),
      writer.createToken(world.ctx, { name: "ci" }),
      writer.createToken(world.ctx, { name: "ci" }),
    ]);
    deepEqual(issued[0], { id: "nightly", token: JSON.stringify({ subject: "ci:apiKey", id: "nightly", issuedAt: now, expiresAt: now + 60 }) });
    await writer.deleteToken(world.ctx, { name: "ci", id: "id-1" });
    const tokens = JSON.parse((await world.read("argocd-secret"))?.["accounts.ci.tokens"] ?? "") as readonly { readonly id: string }[];
    deepEqual(
      tokens.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      [
        { id: "id-2", iat: now },
        { id: "nightly", iat: now, exp: now + 60 },
      ],
    );
    deepEqual(
      view
        .get()
        .accounts.get("ci")
        ?.tokens.map(({ id }) => id)
        .toSorted(),
      ["id-2", "nightly"],
    );
  });

  const badTokens = [
    { name: "an id used already", account: "ci", id: "nightly", code: "invalid", message: 'Account "ci" already has a token with id "nightly"' },
    { name: "no such capability", account: "admin", code: "invalid", message: 'Account "admin" has no "apiKey" capability: add it to "accounts.admin" in argocd-cm' },
    { name: "no account", account: "bob", code: "notFound", message: 'There is no account "bob"' },
    {
      name: "a list that cannot be read",
      account: "broken",
      code: "invalid",
      message: 'Key "accounts.broken.tokens" of Secret "argocd-secret" is no list of tokens: repair or remove it first',
    },
  ];
  for (const { name, account, id, code, message } of badTokens) {
    it(`refuses a token: ${name}`, () => rejects(writer.createToken(world.ctx, { name: account, ...(id === undefined ? {} : { id }) }), { code, message }));
  }

  it("deletes no token twice", () => rejects(writer.deleteToken(world.ctx, { name: "ci", id: "id-1" }), { code: "notFound", message: 'Account "ci" has no token with id "id-1"' }));
});
