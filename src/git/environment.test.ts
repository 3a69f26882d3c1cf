import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import type { GitCredentials } from "./access.ts";
import { withRemoteEnvironment } from "./environment.ts";

test("an SSH key lives in a private file while Git runs, and no longer", async () => {
  const access = { credentials: { kind: "ssh", privateKey: "PRIVATE" }, knownHosts: "host ssh-ed25519 AAAA" } as const;
  const file = await withRemoteEnvironment({ url: "git@host:x.git", access, addresses: ["10.0.0.7"] }, async (env) => {
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
    withRemoteEnvironment({ url: "https://host/x.git", access: credentials === undefined ? {} : { credentials }, addresses: [] }, async (env) =>
      Object.values(env).find((value) => value.startsWith("Authorization")),
    );
  assert.equal(await headerFor({ kind: "bearer", token: "t" }), "Authorization: Bearer t");
  assert.equal(await headerFor({ kind: "basic", username: "u", password: "p" }), "Authorization: Basic dTpw");
  assert.equal(await headerFor(undefined), undefined);
});

test("certificates of a server and our own are files while Git runs, and no longer", async () => {
  const access = { trustedCertificates: "CA", clientCertificate: { certificate: "CERT", privateKey: "KEY" } };
  const files = await withRemoteEnvironment({ url: "https://host/x.git", access, addresses: [] }, async (env) => {
    const settings = Object.entries(env).flatMap(([name, key]) =>
      name.startsWith("GIT_CONFIG_KEY_") && key.startsWith("http.ssl") ? [[key, env[name.replace("KEY", "VALUE")] ?? ""]] : [],
    );
    assert.deepEqual(
      settings.map(([key = "", file = ""]) => [key, readFileSync(file, "utf8"), statSync(file).mode & 0o777]),
      [
        ["http.sslCAInfo", "CA", 0o600],
        ["http.sslCert", "CERT", 0o600],
        ["http.sslKey", "KEY", 0o600],
      ],
    );
    return settings.map(([, file = ""]) => file);
  });
  assert.deepEqual(files.map(existsSync), [false, false, false]);
});

const pins: readonly { readonly url: string; readonly want: string | undefined }[] = [
  { url: "https://host/x.git", want: "host:443:10.0.0.7,[fd12::1]" },
  { url: "http://host:8080/x.git", want: "host:8080:10.0.0.7,[fd12::1]" },
  { url: "git@host:x.git", want: undefined },
];
for (const { url, want } of pins) {
  test(`the addresses that were checked are those that are called: ${url}`, () =>
    withRemoteEnvironment({ url, access: {}, addresses: ["10.0.0.7", "fd12::1"] }, async (env) => {
      const [name] = Object.entries(env).find(([, key]) => key === "http.curloptResolve") ?? [""];
      assert.equal(env[name.replace("KEY", "VALUE")], want);
    }));
}
