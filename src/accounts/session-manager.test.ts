import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from "jose";
import { createManualClock } from "../async/index.ts";
import { isSillageError, SillageError } from "../errors/index.ts";
import { createLog } from "../log/index.ts";
import type { Account, Accounts } from "./account.ts";
import { defaultLoginOptions, type LoginOptions } from "./login.ts";
import { createSessionManager, type SessionDeps } from "./session-manager.ts";

const ctx = { signal: new AbortController().signal, log: createLog({ level: "silent" }) };
const startMs = 1_800_000_000_000;
const start = startMs / 1_000;
const signingKey = new TextEncoder().encode("c2lnbmluZy1rZXktb2YtdGhpcnR5LXR3by1ieXRlcyEh");

/** In this world a hash is the password itself after `hash-of-`. */
const ada: Account = {
  name: "ada",
  isEnabled: true,
  capabilities: ["login", "apiKey"],
  passwordMtime: start - 100,
  tokens: [{ id: "key", iat: start - 50 }],
};
const gone: Account = { name: "gone", isEnabled: false, capabilities: ["login"], tokens: [] };
const robot: Account = { name: "robot", isEnabled: true, capabilities: ["apiKey"], tokens: [] };
const fresh: Account = { name: "fresh", isEnabled: true, capabilities: ["login"], tokens: [] };

function createWorld(changes: { readonly accounts?: Partial<Accounts>; readonly options?: Partial<LoginOptions>; readonly deps?: Partial<SessionDeps> } = {}) {
  const clock = createManualClock(startMs);
  const accounts = new Map([ada, gone, robot, fresh].map((account) => [account.name, account]));
  const passwordHashes = new Map([ada, gone, robot].map(({ name }) => [name, "hash-of-sesame"]));
  const state = {
    current: {
      accounts,
      passwordHashes,
      signingKey,
      isAnonymousEnabled: false,
      sessionDurationMs: 86_400_000,
      passwordPattern: "^.{8,32}$",
      problems: [],
      ...changes.accounts,
    } as Accounts,
  };
  const revoked = new Map<string, number>();
  const compared: string[] = [];
  let ids = 0;
  const deps: SessionDeps = {
    accounts: { get: () => state.current },
    getScopes: () => ["groups"],
    hasProjectToken: ({ project, role, id, issuedAt }) => `${project}/${role}/${id}/${issuedAt}` === `shop/ci/t1/${start}`,
    revocations: { has: (id) => revoked.has(id), add: async (_ctx, { id, expiresAt }) => void revoked.set(id, expiresAt) },
    passwords: {
      async verify(password, hash) {
        compared.push(hash);
        await new Promise((resolve) => setImmediate(resolve));
        return hash === `hash-of-${password}`;
      },
    },
    clock,
    newId: () => `id-${++ids}`,
    ...changes.deps,
  };
  return { clock, state, revoked, compared, sessions: createSessionManager(deps, { ...defaultLoginOptions, ...changes.options }) };
}

const sign = (claims: Record<string, unknown>, key: Uint8Array | CryptoKey = signingKey, alg = "HS256") => new SignJWT(claims).setProtectedHeader({ alg, typ: "JWT" }).sign(key);
const loginClaims = { iss: "argocd", sub: "ada:login", jti: "x", iat: start, nbf: start, exp: start + 3_600 };
const messageOf = (error: unknown): string => {
  ok(isSillageError(error, "unauthenticated"), String(error));
  return error.message;
};
const refusalOf = async (promise: Promise<unknown>): Promise<string> =>
  messageOf(
    await promise.then(
      () => "accepted",
      (error: unknown) => error,
    ),
  );

describe("A session token", () => {
  it("has Argo CD's claims and is accepted", async () => {
    const { sessions } = createWorld();
    const token = await sessions.login(ctx, { username: "ada", password: "sesame" });
    deepEqual(decodeProtectedHeader(token), { alg: "HS256", typ: "JWT" });
    deepEqual(decodeJwt(token), { iss: "argocd", sub: "ada:login", jti: "id-1", iat: start, nbf: start, exp: start + 86_400 });
    const identity = { kind: "login", subject: "ada", username: "ada", groups: [], issuer: "argocd", tokenId: "id-1", issuedAt: start, expiresAt: start + 86_400 };
    deepEqual(await sessions.authenticate(ctx, { token }), { identity });
  });

  it("is renewed for as long again in its last five minutes", async () => {
    const { sessions, clock } = createWorld();
    const token = await sessions.login(ctx, { username: "ada", password: "sesame" });
    await clock.advance((86_400 - 300) * 1_000);
    equal((await sessions.authenticate(ctx, { token })).renewed, undefined);
    await clock.advance(1_000);
    const { renewed } = await sessions.authenticate(ctx, { token });
    deepEqual(decodeJwt(renewed?.token ?? ""), { iss: "argocd", sub: "ada:login", jti: "id-2", iat: start + 86_101, nbf: start + 86_101, exp: start + 86_101 + 86_400 });
  });

  it("of an API key or a project role is never renewed", async () => {
    const { sessions } = createWorld();
    const key = await sessions.issueToken({ subject: "ada:apiKey", id: "key", issuedAt: start, expiresAt: start + 60 });
    const role = await sessions.issueToken({ subject: "proj:shop:ci", id: "t1", issuedAt: start });
    deepEqual(await sessions.authenticate(ctx, { token: key }), {
      identity: { kind: "apiKey", subject: "ada", username: "ada", groups: [], issuer: "argocd", tokenId: "key", issuedAt: start, expiresAt: start + 60 },
    });
    deepEqual(await sessions.authenticate(ctx, { token: role }), {
      identity: { kind: "projectRole", subject: "proj:shop:ci", username: "proj:shop:ci", groups: [], issuer: "argocd", tokenId: "t1", issuedAt: start },
    });
  });

  it("ends with logout, and only that one", async () => {
    const { sessions, revoked } = createWorld();
    const [one, other] = [await sessions.login(ctx, { username: "ada", password: "sesame" }), await sessions.login(ctx, { username: "ada", password: "sesame" })];
    await sessions.revoke(ctx, one);
    deepEqual([...revoked], [["id-1", start + 86_400]]);
    equal(await refusalOf(sessions.authenticate(ctx, { token: one })), "The session was ended: log in again");
    equal((await sessions.authenticate(ctx, { token: other })).identity.tokenId, "id-2");
  });

  it("of an API key cannot log out", async () => {
    const { sessions } = createWorld();
    const token = await sessions.issueToken({ subject: "ada:apiKey", id: "key", issuedAt: start });
    await rejects(sessions.revoke(ctx, token), { code: "invalid", message: "This is an API token: delete it instead of logging out" });
  });

  it("is void when the signing key changes", async () => {
    const { sessions, state } = createWorld();
    const token = await sessions.login(ctx, { username: "ada", password: "sesame" });
    state.current = { ...state.current, signingKey: new TextEncoder().encode("another") };
    equal(await refusalOf(sessions.authenticate(ctx, { token })), "The token is not valid: log in again");
  });

  const invalid = "The token is not valid: log in again";
  const refused: readonly { readonly name: string; readonly token: string | (() => Promise<string>); readonly want: string }[] = [
    { name: "nothing", token: "", want: "No session information: log in, or send a bearer token" },
    { name: "no JWT", token: "abc", want: invalid },
    { name: "a huge one", token: `${"a".repeat(100_000)}.b.c`, want: invalid },
    { name: "alg none", token: () => Promise.resolve(new UnsecuredJWT(loginClaims).encode()), want: invalid },
    {
      name: "alg none with a signature",
      token: async () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${(await sign(loginClaims)).split(".").slice(1).join(".")}`,
      want: invalid,
    },
    { name: "another key", token: () => sign(loginClaims, new TextEncoder().encode("guessed")), want: invalid },
    { name: "another algorithm with the same key", token: () => sign(loginClaims, signingKey, "HS512"), want: invalid },
    { name: "an asymmetric algorithm", token: async () => sign(loginClaims, (await generateKeyPair("ES256")).privateKey, "ES256"), want: invalid },
    { name: "another issuer", token: () => sign({ ...loginClaims, iss: "https://evil.example" }), want: invalid },
    { name: "changed claims", token: async () => changeSubject(await sign(loginClaims)), want: invalid },
    { name: "an expired one", token: () => sign({ ...loginClaims, exp: start }), want: "The token has expired: log in again" },
    { name: "one of the future", token: () => sign({ ...loginClaims, nbf: start + 60 }), want: invalid },
    { name: "no subject", token: () => sign({ iss: "argocd", jti: "x", iat: start }), want: invalid },
    { name: "no id", token: () => sign({ ...loginClaims, jti: undefined }), want: "The session was ended: log in again" },
    { name: "an account that is gone", token: () => sign({ ...loginClaims, sub: "bob:login" }), want: 'There is no account "bob" any more' },
    { name: "a disabled account", token: () => sign({ ...loginClaims, sub: "gone:login" }), want: 'Account "gone" is disabled' },
    { name: "a capability taken away", token: () => sign({ ...loginClaims, sub: "robot:login" }), want: 'Account "robot" has no "login" capability' },
    { name: "an API key that was deleted", token: () => sign({ ...loginClaims, sub: "ada:apiKey" }), want: 'Account "ada" has no such token: it was deleted' },
    { name: "a session token as API key", token: () => sign({ ...loginClaims, sub: "robot:apiKey" }), want: 'Account "robot" has no such token: it was deleted' },
    { name: "one from before the password", token: () => sign({ ...loginClaims, iat: start - 101 }), want: 'The password of account "ada" has changed since: log in again' },
    {
      name: "a deleted token of a role",
      token: () => sign({ iss: "argocd", sub: "proj:shop:ci", jti: "t2", iat: start }),
      want: 'Role "ci" of project "shop" has no such token: it was deleted',
    },
    {
      name: "an id used again for a role",
      token: () => sign({ iss: "argocd", sub: "proj:shop:ci", jti: "t1", iat: start - 1 }),
      want: 'Role "ci" of project "shop" has no such token: it was deleted',
    },
  ];
  for (const { name, token, want } of refused) {
    it(`is refused: ${name}`, async () => {
      const { sessions } = createWorld();
      equal(await refusalOf(sessions.authenticate(ctx, { token: typeof token === "string" ? token : await token() })), want);
    });
  }

  it("is refused whatever a stranger makes of it", async () => {
    const { sessions } = createWorld();
    const good = await sign(loginClaims);
    const json = fc.dictionary(
      fc.constantFrom("alg", "typ", "iss", "sub", "exp", "nbf", "iat", "jti", "crit", "b64", "kid"),
      fc.oneof(fc.jsonValue(), fc.constantFrom("HS256", "none", "argocd", "ada:login")),
    );
    const part = fc.oneof(
      json.map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
      fc.base64String(),
      fc.string(),
      fc.constantFrom(...good.split(".").slice(0, 2)),
    );
    // The last letter of a signature has bits that nobody reads.
    const made = fc.oneof(
      fc.string(),
      fc.array(part, { minLength: 2, maxLength: 5 }).map((parts) => parts.join(".")),
      fc.tuple(fc.nat({ max: good.length - 4 }), fc.string({ minLength: 1, maxLength: 2 })).map(([at, text]) => good.slice(0, at) + text + good.slice(at + text.length)),
    );
    await fc.assert(
      fc.asyncProperty(made, async (token) => {
        fc.pre(token !== good);
        await refusalOf(sessions.authenticate(ctx, { token }));
      }),
      { numRuns: 500 },
    );
  });

  it("cannot be made or checked without a signing key", async () => {
    const { sessions, state } = createWorld();
    const token = await sessions.login(ctx, { username: "ada", password: "sesame" });
    const { signingKey: _, ...keyless } = state.current;
    state.current = keyless;
    await rejects(sessions.authenticate(ctx, { token }), { code: "unavailable" });
    await rejects(sessions.login(ctx, { username: "ada", password: "sesame" }), { code: "unavailable" });
  });
});

function changeSubject(token: string): string {
  const [header = "", , signature = ""] = token.split(".");
  return [header, Buffer.from(JSON.stringify({ ...loginClaims, sub: "robot:login" })).toString("base64url"), signature].join(".");
}

describe("Login", () => {
  const refusal = "Invalid username or password";
  const cases = [
    { name: "a wrong password", username: "ada", password: "open", want: refusal },
    { name: "an unknown name", username: "bob", password: "sesame", want: refusal },
    { name: "a name from the prototype of objects", username: "__proto__", password: "sesame", want: refusal },
    { name: "an account without a password", username: "fresh", password: "sesame", want: refusal },
    { name: "a disabled account, to who does not know its password", username: "gone", password: "open", want: refusal },
    { name: "a disabled account", username: "gone", password: "sesame", want: 'Account "gone" is disabled' },
    { name: "an account that may not", username: "robot", password: "sesame", want: 'Account "robot" has no "login" capability' },
  ];
  for (const { name, username, password, want } of cases) {
    it(`is refused after one comparison: ${name}`, async () => {
      const { sessions, compared } = createWorld();
      equal(await refusalOf(sessions.login(ctx, { username, password })), want);
      equal(compared.length, 1);
    });
  }

  it("needs a password and a name of at most 32 bytes", async () => {
    const { sessions, compared } = createWorld();
    equal(await refusalOf(sessions.login(ctx, { username: "ada", password: "" })), "The password is empty");
    equal(await refusalOf(sessions.login(ctx, { username: "a".repeat(33), password: "x" })), "The username is longer than 32 bytes");
    equal(compared.length, 0);
  });

  for (const username of ["ada", "bob"]) {
    it(`of "${username}" is blocked after five failures, at the price of a comparison each`, async () => {
      const { sessions, compared, clock } = createWorld();
      for (let tries = 0; tries < 5; tries++) equal(await refusalOf(sessions.login(ctx, { username, password: "open" })), refusal);
      equal(await refusalOf(sessions.login(ctx, { username, password: "sesame" })), refusal);
      equal(compared.length, 6);
      await clock.advance(300_000);
      const outcome = await sessions.login(ctx, { username, password: "sesame" }).then(() => "accepted", messageOf);
      equal(outcome, username === "ada" ? "accepted" : refusal);
    });
  }

  it("tried many times at once gets no more tries than in a row", async () => {
    const { sessions } = createWorld();
    const guesses = [...Array.from({ length: 5 }, () => "open"), "sesame"];
    const outcomes = await Promise.allSettled(guesses.map((password) => sessions.login(ctx, { username: "ada", password })));
    deepEqual(
      outcomes.map(({ status }) => status),
      guesses.map(() => "rejected"),
    );
  });

  it("is refused while too many are under way", async () => {
    const { sessions, compared } = createWorld({ options: { maxConcurrent: 2 } });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => sessions.login(ctx, { username: "ada", password: "sesame" })));
    deepEqual(
      outcomes.map(({ status }) => status),
      ["fulfilled", "fulfilled", "rejected"],
    );
    equal(compared.length, 2);
    await sessions.login(ctx, { username: "ada", password: "sesame" });
  });

  it("writes no name that is no account into the log", async () => {
    const lines: unknown[] = [];
    const log = { ...ctx.log, warn: (...line: unknown[]) => void lines.push(line) };
    const { sessions } = createWorld();
    for (const username of ["my-secret\nfake", "ada"]) await refusalOf(sessions.login({ ...ctx, log }, { username, password: "canary" }));
    deepEqual(lines, [
      ["Login refused", { account: undefined, isBlocked: false }],
      ["Login refused", { account: "ada", isBlocked: false }],
    ]);
  });
});

describe("Anonymous access", () => {
  const anonymous = { identity: { kind: "anonymous", subject: "", username: "", groups: [], issuer: "", tokenId: "", issuedAt: 0 } };

  it("is off", async () => equal(await refusalOf(createWorld().sessions.authenticate(ctx, undefined)), "No session information: log in, or send a bearer token"));

  it("switched on, takes whoever has no good token, and knows who has one", async () => {
    const { sessions } = createWorld({ accounts: { isAnonymousEnabled: true } });
    deepEqual(await sessions.authenticate(ctx, undefined), anonymous);
    deepEqual(await sessions.authenticate(ctx, { token: "abc" }), anonymous);
    equal((await sessions.authenticate(ctx, { token: await sign(loginClaims) })).identity.subject, "ada");
  });
});

describe("A token of an identity provider", () => {
  const claims = { iss: "https://login.example.com", sub: "u-1", email: "ada@example.com", groups: ["dev", 7, "ops"], team: "shop", iat: start, exp: start + 60 };
  const verifyExternal = async () => ({ claims });
  const token = "x.y.z";

  it("gives the subject, the e-mail as name and the groups of the scopes", async () => {
    const { sessions } = createWorld({ deps: { verifyExternal, getScopes: () => ["groups", "team", "constructor"] } });
    const { identity } = await sessions.authenticate(ctx, { token });
    const { tokenId, ...rest } = identity;
    deepEqual(rest, { kind: "sso", subject: "u-1", username: "ada@example.com", groups: ["dev", "ops", "shop"], issuer: claims.iss, issuedAt: start, expiresAt: start + 60 });
    equal(/^sha256:[0-9a-f]{64}$/.test(tokenId), true);
  });

  it("of Dex names the user of the connector", async () => {
    const { sessions } = createWorld({ deps: { verifyExternal: async () => ({ claims: { ...claims, federated_claims: { connector_id: "github", user_id: "42" } } }) } });
    equal((await sessions.authenticate(ctx, { token })).identity.subject, "42");
  });

  for (const sub of ["", "proj:shop:ci"]) {
    it(`is refused when its subject is "${sub}"`, async () => {
      const { sessions } = createWorld({ deps: { verifyExternal: async () => ({ claims: { ...claims, sub } }) } });
      equal(await refusalOf(sessions.authenticate(ctx, { token })), "The identity provider's subject is none of a person");
    });
  }

  it("can pass on what replaces it", async () => {
    const renewed = { token: "new", companion: "sealed" };
    const { sessions } = createWorld({ deps: { verifyExternal: async () => ({ claims, renewed }) } });
    deepEqual((await sessions.authenticate(ctx, { token })).renewed, renewed);
  });

  it("ends with logout too, also when its signature is spelled another way", async () => {
    const { sessions } = createWorld({ deps: { verifyExternal } });
    await sessions.revoke(ctx, token);
    for (const again of [token, "x.y.Z"]) equal(await refusalOf(sessions.authenticate(ctx, { token: again })), "The session was ended: log in again");
  });

  it("never stands for ours: an issuer of the provider is no account", async () => {
    const { sessions } = createWorld({ deps: { verifyExternal: () => Promise.reject(new SillageError("unauthenticated", "Not asked")) } });
    equal(await refusalOf(sessions.authenticate(ctx, { token: await sign(loginClaims, new TextEncoder().encode("guessed")) })), "The token is not valid: log in again");
  });
});
