import { deepEqual } from "node:assert/strict";
import { it } from "node:test";
import type { OidcConfig } from "./oidc-config.ts";
import { parseSsoSettings } from "./parse-sso-settings.ts";

const secrets: Readonly<Record<string, string>> = { "$oidc.clientSecret": "secret-canary\n", "$other:ca": "PEM" };

const least: OidcConfig = {
  name: "SSO",
  client: {
    issuer: "https://login.example.com",
    clientId: "sillage",
    scopes: ["openid", "profile", "email", "groups"],
    isPkceUsed: false,
    audience: { allowed: ["sillage"], isOptional: false },
    isCertificateVerified: true,
  },
  refreshThresholdMs: 0,
  urls: ["https://cd.example.com"],
};

const minimal = "issuer: https://login.example.com\nclientID: sillage\n";
const everything = `
name: Okta
issuer: https://login.example.com
clientID: sillage
clientSecret: $oidc.clientSecret
cliClientID: sillage-cli
requestedScopes: [email, offline_access]
requestedIDTokenClaims: {groups: {essential: true}}
enablePKCEAuthentication: true
logoutURL: https://login.example.com/logout?id_token_hint={{token}}
rootCA: $other:ca
enableUserInfoGroups: true
userInfoPath: /api/userinfo
userInfoBaseURL: https://people.example.com/
userInfoCacheExpiration: 5m
refreshTokenThreshold: 2m
domainHint: " example.com "
skipAudienceCheckWhenTokenHasNoAudience: true
`;

interface Case {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
  readonly last?: OidcConfig;
  readonly want?: OidcConfig;
  readonly problems?: readonly { readonly key: string; readonly message: string }[];
}

const cases: readonly Case[] = [
  { name: "nothing", data: { url: "https://cd.example.com" } },
  { name: "what was taken away", data: { url: "https://cd.example.com" }, last: least },
  { name: "the least", data: { url: "https://cd.example.com/", "oidc.config": minimal }, want: least },
  {
    name: "everything",
    data: {
      url: "https://cd.example.com",
      additionalUrls: "- https://cd.example.org/\n- http://localhost:8080\n",
      "oidc.tls.insecure.skip.verify": "true",
      "oidc.config": everything,
    },
    want: {
      name: "Okta",
      client: {
        issuer: "https://login.example.com",
        clientId: "sillage",
        clientSecret: "secret-canary",
        scopes: ["openid", "email", "offline_access"],
        requestedClaims: { groups: { essential: true } },
        isPkceUsed: true,
        domainHint: "example.com",
        audience: { allowed: ["sillage", "sillage-cli"], isOptional: true },
        rootCa: "PEM",
        isCertificateVerified: false,
        userInfoUrl: "https://people.example.com/api/userinfo",
      },
      cliClientId: "sillage-cli",
      logoutUrl: "https://login.example.com/logout?id_token_hint={{token}}",
      userInfo: { cacheMs: 300_000 },
      refreshThresholdMs: 120_000,
      urls: ["https://cd.example.com", "https://cd.example.org", "http://localhost:8080"],
    },
  },
  {
    name: "audiences of one's own, which replace the clients",
    data: { url: "https://cd.example.com", "oidc.config": `${minimal}allowedAudiences: [other]\ncliClientID: cli\n` },
    want: { ...least, client: { ...least.client, audience: { allowed: ["other"], isOptional: false } }, cliClientId: "cli" },
  },
  {
    name: "a reference to nothing",
    data: { url: "https://cd.example.com", "oidc.config": `${minimal}clientSecret: $missing\n` },
    last: least,
    want: least,
    problems: [
      {
        key: "oidc.config",
        message: '"$missing" stands in no Secret: $key is looked up in argocd-secret, $name:key in a Secret with the label app.kubernetes.io/part-of: argocd',
      },
    ],
  },
  {
    name: "no URL of ours",
    data: { "oidc.config": minimal },
    problems: [{ key: "url", message: "it is not set, and the identity provider has to send people back there" }],
  },
  {
    name: "what is no URL",
    data: { url: "cd.example.com", "oidc.config": "issuer: ftp://login\n" },
    problems: [
      { key: "url", message: '"cd.example.com" is no http or https URL' },
      { key: "oidc.config", message: '"issuer" is no http or https URL' },
      { key: "oidc.config", message: '"clientID" is missing' },
    ],
  },
  {
    name: "what is no YAML",
    data: { url: "https://cd.example.com", "oidc.config": "issuer: [" },
    last: least,
    want: least,
    problems: [{ key: "oidc.config", message: "it is no YAML mapping" }],
  },
  {
    name: "what can be left out",
    data: { url: "https://cd.example.com", "oidc.config": `${minimal}refreshTokenThreshold: soon\nazure: {useWorkloadIdentity: true}\n` },
    want: least,
    problems: [
      { key: "oidc.config", message: '"azure.useWorkloadIdentity" is not supported yet: give a "clientSecret"' },
      { key: "oidc.config", message: '"refreshTokenThreshold" is "soon", which is no duration such as 5m' },
    ],
  },
];

for (const { name, data, last, want, problems = [] } of cases) {
  it(`reads ${name}`, () => {
    const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-cm" }, data };
    deepEqual(parseSsoSettings({ configMap, resolve: (reference) => secrets[reference] }, last), { config: want, problems });
  });
}
