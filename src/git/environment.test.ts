import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import type { GitCredentials } from "./access.ts";
import { withRemoteEnvironment } from "./environment.ts";

test("an SSH key lives in a private file while Git runs, and no longer", async () => {
  const access = { credentials: { kind: "ssh", privateKey: "PRIVATE" }, knownHosts: "host ssh-ed25519 AAAA" } as const;
  const file = await withRemoteEnvironment({ url: "git@host:x.git", access }, async (env) => {
    const key = /'-i' '([^']+)'$/.exec(env["GIT_SSH_COMMAND"] ?? "")?.[1] ?? "";
    assert.match(env["GIT_SSH_COMMAND"] ?? "", /'StrictHostKeyChecking=yes'/);
    assert.ok(!Object.values(env).join(" ").includes("PRIVATE"));
    assert.deepEqual([readFileSync(key, "utf8"), statSync(key).mode & 0o777], ["PRIVATE\n", 0o600]);
    return key;
  });
  assert.ok(!existsSync(file));
});

test("tokens and passwords travel as a header of the environment", async () => {
  const headerFor = (credentials: GitCredentials | undefined): Promise<string | undefined> =>
    withRemoteEnvironment({ url: "https://host/x.git", access: credentials === undefined ? {} : { credentials } }, async (env) =>
      Object.values(env).find((value) => value.startsWith("Authorization")),
    );
  assert.equal(await headerFor({ kind: "bearer", token: "t" }), "Authorization: Bearer t");
  assert.equal(await headerFor({ kind: "basic", username: "u", password: "p" }), "Authorization: Basic dTpw");
  assert.equal(await headerFor(undefined), undefined);
});
