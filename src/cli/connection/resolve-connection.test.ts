import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CliSettings } from "./settings.ts";
import { putContext } from "./edit-contexts.ts";
import { emptyLocalConfig, type LocalConfig } from "./local-config.ts";
import { resolveConnection } from "./resolve-connection.ts";
import { baseUrlOf, parseServerEntry } from "./server-entry.ts";

const local = { server: "127.0.0.1:8080", isPlain: true };
const work = { server: "cd.example.com:443", rootPath: "cd", certificateAuthorityData: Buffer.from("CA").toString("base64") };
const config = putContext(putContext(emptyLocalConfig, { name: "local", server: local, user: { authToken: "mine" } }), { name: "work", server: work, user: { authToken: "ours" } });
const none = emptyLocalConfig;

interface Row {
  readonly name: string;
  readonly settings: CliSettings;
  readonly config: LocalConfig;
  /** URL, token, name of the context. */
  readonly want: readonly [string, string | undefined, string | undefined];
}

const rows: readonly Row[] = [
  { name: "the current context", settings: {}, config, want: ["https://cd.example.com:443/cd", "ours", "work"] },
  { name: "another context", settings: { contextName: "local" }, config, want: ["http://127.0.0.1:8080", "mine", "local"] },
  { name: "a server that has a context: its session and its ways", settings: { server: "127.0.0.1:8080" }, config, want: ["http://127.0.0.1:8080", "mine", "local"] },
  { name: "the same as a URL", settings: { server: "http://127.0.0.1:8080/" }, config, want: ["http://127.0.0.1:8080", "mine", "local"] },
  { name: "a server without a context: no token of another one", settings: { server: "evil.example.com" }, config, want: ["https://evil.example.com:443", undefined, undefined] },
  { name: "a token over that of the context", settings: { authToken: "given" }, config, want: ["https://cd.example.com:443/cd", "given", undefined] },
  { name: "a bare address is HTTPS", settings: { server: "cd.example.org:8443" }, config: none, want: ["https://cd.example.org:8443", undefined, undefined] },
  { name: "unless it is plain", settings: { server: "cd.example.org:80", isPlain: true }, config: none, want: ["http://cd.example.org:80", undefined, undefined] },
  { name: "a root path", settings: { server: "a", rootPath: "/x/" }, config: none, want: ["https://a:443/x", undefined, undefined] },
];

describe("Where a command line leads", () => {
  for (const { name, settings, config: contexts, want } of rows) {
    it(`is ${name}`, () => {
      const connection = resolveConnection(settings, contexts);
      assert.ok(connection.kind === "server");
      assert.deepEqual([connection.http.server, connection.http.token, connection.context?.name], want);
    });
  }

  it("is the cluster itself with --core, or in such a context", () => {
    const core = putContext(config, { name: "kubernetes", server: { server: "kubernetes", isCore: true }, user: {} });
    assert.deepEqual([resolveConnection({ isCore: true }, config), resolveConnection({}, core)], [{ kind: "core" }, { kind: "core" }]);
  });

  it("takes certificates from flags, else from the context", () => {
    const tlsOf = (settings: CliSettings, files = {}) => {
      const connection = resolveConnection(settings, config, files);
      return connection.kind === "server" ? connection.http.tls : undefined;
    };
    assert.deepEqual(tlsOf({}), { isInsecure: false, certificateAuthority: "CA" });
    assert.deepEqual(tlsOf({ isInsecure: true }, { serverCertificate: "own" }), { isInsecure: true, certificateAuthority: "own" });
    assert.deepEqual(tlsOf({ contextName: "local" }, { client: { certificate: "c", key: "k" } }), { isInsecure: false, client: { certificate: "c", key: "k" } });
  });

  it("refuses what makes no sense", () => {
    assert.throws(() => resolveConnection({}, none), { code: "invalid", message: /^No server: / });
    assert.throws(() => resolveConnection({ contextName: "nosuch" }, config), { code: "notFound" });
    assert.throws(() => resolveConnection({ server: "ftp://a" }, none), { code: "invalid" });
    assert.throws(() => resolveConnection({ server: "a", headers: ["nonsense"] }, none), { code: "invalid", message: "\"nonsense\" is no header: write it as 'Name: value'" });
  });

  it("reads addresses however they are written", () => {
    for (const [address, url] of [
      ["cd.example.com", "https://cd.example.com:443"],
      ["https://cd.example.com/x/", "https://cd.example.com:443/x"],
      ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
      ["http://[::1]", "http://[::1]:80"],
    ] as const)
      assert.equal(baseUrlOf(parseServerEntry(address)), url);
  });
});
