import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createClient, probeTls, type SillageClient } from "../../client/index.ts";
import { startApiServer, type ApiServer } from "../../../test/support/api-server.ts";
import { findFreePort } from "../../../test/support/free-port.ts";
import { startOidcProvider, type OidcProvider } from "../../../test/support/oidc-provider.ts";
import { runCli } from "../../../test/support/run-cli.ts";
import { createTlsIdentity } from "../../../test/support/tls-identity.ts";
import { emptyLocalConfig, putContext, resolveConnection, resolveContext, type LocalConfig } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";

const signal = AbortSignal.timeout(60_000);
const password = "correct-horse";

/** A person with a file of contexts of their own, and real connections. */
function createPerson() {
  const config: { current: LocalConfig } = { current: emptyLocalConfig };
  async function connect(settings: Parameters<CliDeps["connect"]>[0] = {}): Promise<SillageClient> {
    const connection = resolveConnection(settings, config.current);
    assert.ok(connection.kind === "server");
    return createClient(connection.http);
  }
  const real: Partial<CliDeps> = { connect, openServer: async (options) => createClient(options), probeServer: probeTls };
  return {
    config,
    connect,
    context: () => resolveContext(config.current),
    run: (
      argv: readonly string[],
      { answers = [], files = {}, deps = {} }: { answers?: readonly (boolean | string)[]; files?: Record<string, string>; deps?: Partial<CliDeps> } = {},
    ) => runCli(argv, { config, answers, files, deps: { ...real, ...deps } }),
  };
}

describe("Sessions of the command line", { timeout: 60_000 }, () => {
  let api: ApiServer;
  let secure: ApiServer;
  let authority: string;
  before(async () => {
    const identity = await createTlsIdentity();
    authority = identity.certificate;
    [api, secure] = await Promise.all([startApiServer(), startApiServer({ server: { tls: { certificate: identity.certificate, key: identity.key } } })]);
    for (const each of [api, secure]) {
      await each.set("argocd-cm", { "accounts.ada": "login, apiKey" });
      await each.access.accountWriter.changePassword({ signal, log: each.log }, { name: "ada", password });
    }
  });
  after(() => Promise.all([api.close(), secure.close()]));

  it("log in with what a person types, and out again", async () => {
    const person = createPerson();
    const { host } = new URL(api.url);
    const login = await person.run(["login", api.url], { answers: ["ada", password] });
    assert.deepEqual(login, { stdout: `'ada:login' logged in successfully\nContext '${host}' updated\n`, stderr: "Username: \nPassword: \n", exitCode: 0 });
    assert.deepEqual(person.context()?.server, { server: host, isPlain: true });
    const client = await person.connect();
    assert.deepEqual(await client.fetchUserInfo({ signal }), { loggedIn: true, username: "ada", iss: "argocd" });

    assert.deepEqual(await person.run(["logout"]), { stdout: `Logged out from '${host}'\n`, stderr: "", exitCode: 0 });
    assert.equal(person.context()?.user.authToken, undefined);
    await assert.rejects(client.fetchAccounts({ signal }), { code: "unauthenticated" });
    assert.deepEqual(await person.run(["logout"]), { stdout: `Logged out from '${host}'\n`, stderr: `You are not logged in to '${host}'\n`, exitCode: 0 });
  });

  it("keep the contexts as they are when the password is wrong", async () => {
    const person = createPerson();
    const { stderr, exitCode } = await person.run(["login", api.url, "--username", "ada"], { answers: ["wrong"] });
    assert.deepEqual([stderr, exitCode], [`Password: \nError: Cannot log in to "${api.url}": Invalid username or password\n`, 20]);
    assert.deepEqual(person.config.current, emptyLocalConfig);
  });

  it("ask before they trust a certificate, or none", async () => {
    const person = createPerson();
    const address = secure.url.replace("https://", "");
    const refused = await person.run(["login", address, "--username", "ada"], { answers: [false] });
    assert.match(refused.stderr, /^WARNING: the server's certificate cannot be trusted \(.+\)\. Proceed insecurely\?\nError: Not logged in\n$/);
    assert.equal(refused.exitCode, 130);
    assert.equal((await person.run(["login", address, "--username", "ada"], { answers: [true, password] })).exitCode, 0);
    assert.equal(person.context()?.server.isInsecure, true);
    assert.equal((await (await person.connect()).fetchUserInfo({ signal })).loggedIn, true);

    const plain = await person.run(["login", api.url.replace("http://", ""), "--username", "ada"], { answers: [true, password] });
    assert.match(plain.stderr, /^WARNING: the server does not speak TLS/);
    assert.equal(person.context()?.server.isPlain, true);
  });

  it("trust the authority they are given, and say what is wrong without it", async () => {
    const person = createPerson();
    const address = secure.url.replace("127.0.0.1", "localhost");
    const flags = ["--username", "ada", "--password", password];
    assert.equal((await person.run(["login", address, ...flags, "--server-crt", "ca.pem"], { files: { "ca.pem": authority } })).stderr, "");
    assert.equal((await (await person.connect()).fetchUserInfo({ signal })).loggedIn, true);
    const stranger = await createPerson().run(["account", "list", "--server", address]);
    assert.match(stranger.stderr, /^Error: Cannot trust the certificate of "https:\/\/localhost:\d+": give its authority with --server-crt FILE, or do without with --insecure/);
    const confused = await createPerson().run(["account", "list", "--server", api.url.replace("http://", "")]);
    assert.match(confused.stderr, /^Error: "https:.+" does not speak TLS: use --plaintext if it is meant to/);
  });

  it("begin anew with a new password", async () => {
    const person = createPerson();
    await api.set("argocd-cm", { "accounts.bob": "login" });
    await api.access.accountWriter.changePassword({ signal, log: api.log }, { name: "bob", password });
    await person.run(["login", api.url, "--name", "work"], { answers: ["bob", password] });
    const mismatch = await person.run(["account", "update-password"], { answers: [password, "another-horse", "a-third-horse"] });
    assert.deepEqual([mismatch.stdout, mismatch.exitCode], ["", 20]);
    const { stdout } = await person.run(["account", "update-password"], { answers: [password, "another-horse", "another-horse"] });
    assert.equal(stdout, "Password updated\nContext 'work' updated\n");
    assert.equal((await person.run(["account", "get-user-info"])).stdout.split("\n")[1], "Username: bob");
    assert.match((await person.run(["relogin"], { answers: ["another-horse"] })).stdout, /^'bob:login' logged in successfully\nContext 'work' updated\n$/);
  });

  it("remember that there is no server", async () => {
    const person = createPerson();
    assert.equal((await person.run(["login", "--core"])).stdout, "Context 'kubernetes' updated\n");
    assert.deepEqual(resolveConnection({}, person.config.current), { kind: "core" });
    assert.deepEqual(await person.run(["login"]), { stdout: "", stderr: "Error: Say where to log in to: `sillage login cd.example.com`\n", exitCode: 1 });
  });

  describe("with single sign-on", () => {
    let provider: OidcProvider;
    let port: number;
    before(async () => {
      port = await findFreePort();
      provider = await startOidcProvider({ redirectUris: [`http://localhost:${port}/auth/callback`], groups: { grace: ["developers"] } });
      const oidc = { name: "Company", issuer: provider.issuer, clientID: provider.clientId, clientSecret: provider.clientSecret, cliClientID: provider.cliClientId };
      await api.set("argocd-cm", { url: api.url, "oidc.config": JSON.stringify(oidc) });
      await api.set("argocd-rbac-cm", { "policy.csv": "p, role:dev, projects, get, *, allow\ng, developers, role:dev" });
    });
    after(() => provider.close());

    /** A browser in which somebody logs in at once. */
    const browserOf = (username: string): Partial<CliDeps> => ({
      async openBrowser(url) {
        const back = await provider.logIn(url, username);
        assert.equal((await fetch(back, { signal })).status, 200);
        return true;
      },
    });

    it("go through the browser and come back with groups", async () => {
      const person = createPerson();
      const argv = ["login", api.url, "--name", "work", "--sso", "--sso-port", String(port)];
      const { stdout, stderr, exitCode } = await person.run(argv, { deps: browserOf("grace") });
      assert.deepEqual([stdout, exitCode], ["'grace@example.com' logged in successfully\nContext 'work' updated\n", 0]);
      assert.match(stderr, /^Your browser shows the login page/);
      const info = await (await person.connect()).fetchUserInfo({ signal });
      assert.deepEqual([info.loggedIn, info.iss, info.groups], [true, provider.issuer, ["developers"]]);
      assert.notEqual(person.context()?.user.refreshToken, undefined);
      assert.match((await person.run(["relogin", "--sso-port", String(port)], { deps: browserOf("grace") })).stdout, /^'grace@example\.com' logged in/);
    });

    it("are renewed when they have expired", async () => {
      const person = createPerson();
      await person.run(["login", api.url, "--name", "work", "--sso", "--sso-port", String(port)], { deps: browserOf("grace") });
      const context = person.context();
      assert.ok(context !== undefined);
      const expired = `e30.${Buffer.from(JSON.stringify({ sub: "grace", exp: 1 })).toString("base64url")}.x`;
      const withToken = (refreshToken: string | undefined): LocalConfig => putContext(person.config.current, { ...context, user: { authToken: expired, refreshToken } });

      person.config.current = withToken(context.user.refreshToken);
      assert.equal((await person.run(["account", "get-user-info"])).stdout.split("\n")[0], "Logged In: true");
      assert.notEqual(person.context()?.user.authToken, expired);

      person.config.current = withToken("nonsense");
      const { stderr, exitCode } = await person.run(["account", "list"]);
      assert.match(stderr, /^The session was not renewed: .+\nError: /);
      assert.equal(exitCode, 20);
    });

    it("say no when the provider does", async () => {
      const person = createPerson();
      const openBrowser = async (url: string): Promise<boolean> => (await fetch(await provider.refuse(url), { signal })).ok;
      const { stderr, exitCode } = await person.run(["login", api.url, "--sso", "--sso-port", String(port)], { deps: { openBrowser } });
      assert.match(stderr, /Error: Cannot log in to ".+": /);
      assert.deepEqual([exitCode, person.config.current], [20, emptyLocalConfig]);
    });

    it("want a server that has it", async () => {
      const { stderr } = await createPerson().run(["login", secure.url, "--insecure", "--sso"]);
      assert.match(stderr, /Error: Cannot log in to ".+": The server has no single sign-on: log in with --username\n$/);
    });
  });
});
