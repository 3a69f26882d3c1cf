import { deepEqual } from "node:assert/strict";
import { it } from "node:test";
import type { KubeObject } from "../kube/index.ts";
import type { Account, Accounts, SettingProblem } from "./account.ts";
import { parseAccounts } from "./parse-accounts.ts";

const hashText = "$2a$10$p5ztqF4dxFkSW4Idp1fbbuRuECoFbNfdUy7GdVoojTPYca4n4u3kG";

type Texts = Readonly<Record<string, string>>;

const configMapOf = (data: Texts): KubeObject => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-cm" }, data });

function secretOf(data: Texts): KubeObject {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]));
  return { apiVersion: "v1", kind: "Secret", metadata: { name: "argocd-secret" }, data: encoded };
}

const admin: Account = { name: "admin", isEnabled: true, capabilities: ["login"], tokens: [] };
const bare: Accounts = {
  accounts: new Map([["admin", admin]]),
  passwordHashes: new Map(),
  isAnonymousEnabled: false,
  sessionDurationMs: 86_400_000,
  passwordPattern: "^.{8,32}$",
  problems: [],
};
const withAccounts = (...accounts: readonly Account[]): Pick<Accounts, "accounts"> => ({ accounts: new Map(accounts.map((account) => [account.name, account])) });

interface Case {
  readonly name: string;
  readonly cm?: Texts;
  readonly secret?: Texts;
  readonly last?: Accounts;
  readonly want?: Partial<Accounts>;
  readonly problems?: readonly SettingProblem[];
}

const cases: readonly Case[] = [
  { name: "nothing set" },
  {
    name: "accounts with their capabilities and secrets",
    cm: { "accounts.ada": "apiKey, login", "accounts.ci": "apiKey", "accounts.ci.enabled": "false" },
    secret: {
      "accounts.ada.password": hashText,
      "accounts.ada.passwordMtime": "2026-01-02T03:04:05Z",
      "accounts.ci.tokens": '[{"id":"one","iat":10},{"id":"two","iat":20,"exp":30},{"id":"three","iat":40,"exp":0}]',
    },
    want: {
      passwordHashes: new Map([["ada", hashText]]),
      ...withAccounts(
        admin,
        { name: "ada", isEnabled: true, capabilities: ["apiKey", "login"], passwordMtime: 1_767_323_045, tokens: [] },
        {
          name: "ci",
          isEnabled: false,
          capabilities: ["apiKey"],
          tokens: [
            { id: "one", iat: 10 },
            { id: "two", iat: 20, exp: 30 },
            { id: "three", iat: 40 },
          ],
        },
      ),
    },
  },
  {
    name: "admin by its own keys, with API keys",
    cm: { "admin.enabled": "false", "accounts.admin": "apiKey" },
    secret: { "admin.password": hashText, "admin.tokens": "null", "accounts.admin.password": "ignored" },
    want: { ...withAccounts({ ...admin, isEnabled: false, capabilities: ["login", "apiKey"] }), passwordHashes: new Map([["admin", hashText]]) },
  },
  {
    name: "sessions",
    cm: { "users.anonymous.enabled": "true", "users.session.duration": "1h30m", passwordPattern: "^.{12,}$" },
    secret: { "server.secretkey": "key" },
    want: { isAnonymousEnabled: true, sessionDurationMs: 5_400_000, passwordPattern: "^.{12,}$", signingKey: new Uint8Array(Buffer.from("key")) },
  },
  {
    name: "values that make no sense leave the defaults",
    cm: {
      "admin.enabled": "maybe",
      "users.anonymous.enabled": "sure",
      "users.session.duration": "long",
      passwordPattern: "(",
      "accounts.a.b.c": "login",
      "accounts.x.color": "red",
    },
    problems: [
      { key: "admin.enabled", message: 'it is "maybe": it takes "true" or "false"' },
      { key: "accounts.a.b.c", message: "it is no account: a name has no dot, and only .enabled may follow it" },
      { key: "accounts.x.color", message: "it is no account: a name has no dot, and only .enabled may follow it" },
      { key: "users.anonymous.enabled", message: 'it is "sure": it takes "true" or "false"' },
      { key: "users.session.duration", message: 'it is "long", which is no duration such as 12h' },
      { key: "passwordPattern", message: 'it is "(", which is no regular expression' },
    ],
  },
  {
    name: "values that make no sense leave the last good ones",
    cm: { "admin.enabled": "maybe", "users.session.duration": "0s", passwordPattern: "(" },
    secret: { "admin.passwordMtime": "yesterday", "admin.tokens": "{" },
    last: { ...bare, ...withAccounts({ ...admin, isEnabled: false, passwordMtime: 7, tokens: [{ id: "one", iat: 1 }] }), sessionDurationMs: 5_000, passwordPattern: "^x$" },
    want: { ...withAccounts({ ...admin, isEnabled: false, passwordMtime: 7, tokens: [{ id: "one", iat: 1 }] }), sessionDurationMs: 5_000, passwordPattern: "^x$" },
    problems: [
      { key: "admin.enabled", message: 'it is "maybe": it takes "true" or "false"' },
      { key: "admin.passwordMtime", message: "it is no time such as 2026-01-02T03:04:05Z" },
      { key: "admin.tokens", message: "it is no JSON list of tokens with id and iat" },
      { key: "users.session.duration", message: 'it is "0s", which is no duration such as 12h' },
      { key: "passwordPattern", message: 'it is "(", which is no regular expression' },
    ],
  },
  {
    name: "an account whose flag makes no sense is off",
    cm: { "accounts.ada": "login", "accounts.ada.enabled": "ja" },
    want: withAccounts(admin, { name: "ada", isEnabled: false, capabilities: ["login"], tokens: [] }),
    problems: [{ key: "accounts.ada.enabled", message: 'it is "ja": it takes "true" or "false"' }],
  },
  {
    name: "a password in clear is not repeated",
    secret: { "admin.password": "correct-horse" },
    problems: [{ key: "admin.password", message: "it is no bcrypt hash: nobody can log in with it" }],
  },
  {
    name: "an unknown capability",
    cm: { "accounts.ada": "login, fly" },
    want: withAccounts(admin, { name: "ada", isEnabled: true, capabilities: ["login"], tokens: [] }),
    problems: [{ key: "accounts.ada", message: '"fly" is ignored: it takes "login" and "apiKey"' }],
  },
];

for (const { name, cm, secret, last, want, problems = [] } of cases) {
  it(`reads ${name}`, () => {
    const found = parseAccounts({ configMap: cm && configMapOf(cm), secret: secret && secretOf(secret) }, last);
    deepEqual(found, { ...bare, ...want, problems });
  });
}
