import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { putContext, removeContext, removeTokens, resolveContext } from "./edit-contexts.ts";
import { emptyLocalConfig, formatLocalConfig, parseLocalConfig, type LocalConfig } from "./local-config.ts";

/** As `argocd login` leaves it. */
const argocd = `contexts:
- name: cd.example.com
  server: cd.example.com
  user: cd.example.com
- name: local
  server: localhost:8080
  user: local
current-context: cd.example.com
prompts-enabled: true
servers:
- grpc-web: true
  grpc-web-root-path: cd
  server: cd.example.com
- grpc-web-root-path: ""
  insecure: true
  plain-text: true
  server: localhost:8080
users:
- auth-token: t1
  name: cd.example.com
  refresh-token: r1
- auth-token: t2
  name: local
`;

const server = { server: "a:443" };
const two = putContext(putContext(emptyLocalConfig, { name: "a", server, user: { authToken: "t" } }), { name: "b", server, user: { authToken: "u" } });

describe("The file of contexts", () => {
  it("is read as argocd writes it, and written so that it reads the same", () => {
    const config = parseLocalConfig(argocd, "config");
    assert.deepEqual(resolveContext(config)?.server.rootPath, "cd");
    assert.deepEqual(resolveContext(config)?.user, { name: "cd.example.com", authToken: "t1", refreshToken: "r1" });
    const { isInsecure, isPlain, isCore } = resolveContext(config, "local")?.server ?? {};
    assert.deepEqual([isInsecure, isPlain, isCore, config.promptsEnabled], [true, true, undefined, true]);
    assert.deepEqual(parseLocalConfig(formatLocalConfig(config), "config"), config);
  });

  it("is nothing when it is empty or of somebody else", () => {
    for (const text of ["", "{}", '{"server":"http://127.0.0.1:1","token":"t"}', "contexts: 3\n"]) assert.deepEqual(parseLocalConfig(text, "config"), emptyLocalConfig, text);
    assert.throws(() => parseLocalConfig("a: [", "config"), { code: "invalid", message: 'Cannot read "config": repair it, or remove it and log in again' });
  });

  const edits: readonly { name: string; edit: () => LocalConfig; want: readonly [string, string, string, string] }[] = [
    { name: "a new context is the current one", edit: () => two, want: ["b", "a b", "a:443", "a=t b=u"] },
    { name: "a login replaces", edit: () => putContext(two, { name: "a", server, user: { authToken: "new" } }), want: ["a", "a b", "a:443", "a=new b=u"] },
    { name: "a server stays while a context is of it", edit: () => removeContext(two, "b"), want: ["", "a", "a:443", "a=t"] },
    { name: "and goes with the last", edit: () => removeContext(removeContext(two, "b"), "a"), want: ["", "", "", ""] },
    { name: "a logout keeps the context", edit: () => removeTokens(two, "b"), want: ["b", "a b", "a:443", "a=t b=undefined"] },
  ];
  for (const { name, edit, want } of edits) {
    it(`knows that ${name}`, () => {
      const { currentContext, contexts, servers, users } = edit();
      const seen = [currentContext, contexts.map((each) => each.name), servers.map((each) => each.server), users.map((each) => `${each.name}=${each.authToken}`)];
      assert.deepEqual(
        seen.map((each) => (typeof each === "string" ? each : each.join(" "))),
        want,
      );
    });
  }

  it("says which contexts are none", () => {
    assert.equal(resolveContext(emptyLocalConfig), undefined);
    assert.throws(() => resolveContext(two, "c"), { code: "notFound" });
    assert.throws(() => resolveContext({ ...two, servers: [] }), { code: "invalid", message: 'Context "b" is of a server that is not in the file: log in again' });
  });
});
