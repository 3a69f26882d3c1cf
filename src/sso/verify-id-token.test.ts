import { deepEqual, rejects } from "node:assert/strict";
import { it } from "node:test";
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from "jose";
import { verifyIdToken, type TokenRules } from "./verify-id-token.ts";

const now = 1_800_000_000;
const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
const stranger = await generateKeyPair("RS256");
const getKey = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "RS256" }] });
const rules: TokenRules = { issuer: "https://login.example.com", audience: { allowed: ["sillage", "sillage-cli"], isOptional: false }, getKey, nowMs: now * 1_000 };
const claims = { iss: "https://login.example.com", sub: "ada", aud: "sillage", iat: now - 10, exp: now + 10 };

const sign = (
  content: Record<string, unknown>,
  { key = privateKey, alg = "RS256", kid = "k" }: { readonly key?: CryptoKey | Uint8Array; readonly alg?: string; readonly kid?: string } = {},
) => new SignJWT(content).setProtectedHeader({ alg, kid }).sign(key);

const good = [
  { name: "for us", content: claims },
  { name: "for the command line", content: { ...claims, aud: "sillage-cli" } },
  { name: "for several, and us", content: { ...claims, aud: ["grafana", "sillage"] } },
  { name: "of this login", content: { ...claims, nonce: "n" }, changes: { nonce: "n" } },
  { name: "for nobody, where that is allowed", content: { ...claims, aud: undefined }, changes: { audience: { ...rules.audience, isOptional: true } } },
];
for (const { name, content, changes } of good) {
  it(`takes a token ${name}`, async () => deepEqual(await verifyIdToken(await sign(content), { ...rules, ...changes }), JSON.parse(JSON.stringify(content))));
}

it("tries all keys that fit when a token names none", async () => {
  const other = await generateKeyPair("RS256", { extractable: true });
  const several = createLocalJWKSet({ keys: await Promise.all([other.publicKey, publicKey].map(async (key) => ({ ...(await exportJWK(key)), alg: "RS256" }))) });
  const nameless = (key: CryptoKey): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(key);
  deepEqual(await verifyIdToken(await nameless(privateKey), { ...rules, getKey: several }), claims);
  await rejects(verifyIdToken(await nameless(stranger.privateKey), { ...rules, getKey: several }), { code: "unauthenticated", message: invalid("its signature or form is wrong") });
});

const invalid = (why: string): string => `The token of the identity provider is not valid: ${why}`;
const bad: readonly { readonly name: string; readonly token: () => Promise<string> | string; readonly changes?: Partial<TokenRules>; readonly want: string }[] = [
  { name: "for another client", token: () => sign({ ...claims, aud: "grafana" }), want: invalid("it is for another client") },
  { name: "for nobody", token: () => sign({ ...claims, aud: undefined }), want: invalid("it is for nobody in particular") },
  {
    name: "for another client, where it may be for nobody",
    token: () => sign({ ...claims, aud: "grafana" }),
    changes: { audience: { ...rules.audience, isOptional: true } },
    want: invalid("it is for another client"),
  },
  { name: "of another issuer", token: () => sign({ ...claims, iss: "https://evil.example" }), want: invalid('claim "iss" does not hold') },
  { name: "of yesterday", token: () => sign({ ...claims, exp: now }), want: "The token has expired: log in again" },
  { name: "of tomorrow", token: () => sign({ ...claims, nbf: now + 60 }), want: invalid('claim "nbf" does not hold') },
  { name: "without an end", token: () => sign({ ...claims, exp: undefined }), want: invalid('claim "exp" does not hold') },
  { name: "without a subject", token: () => sign({ ...claims, sub: undefined }), want: invalid('claim "sub" does not hold') },
  { name: "of another login", token: () => sign({ ...claims, nonce: "n" }), changes: { nonce: "m" }, want: invalid("it belongs to another login") },
  { name: "of no login", token: () => sign(claims), changes: { nonce: "m" }, want: invalid("it belongs to another login") },
  { name: "signed by a stranger", token: () => sign(claims, { key: stranger.privateKey }), want: invalid("its signature or form is wrong") },
  { name: "with an unknown key", token: () => sign(claims, { kid: "other" }), want: invalid("the provider has no such key") },
  { name: "without a signature", token: () => new UnsecuredJWT(claims).encode(), want: invalid("its signature or form is wrong") },
  {
    name: "signed with the public key as a secret",
    token: async () => sign(claims, { key: new TextEncoder().encode(await exportSPKI(publicKey)), alg: "HS256" }),
    want: invalid("its signature or form is wrong"),
  },
  { name: "that is no JWT", token: () => "abc", want: invalid("its signature or form is wrong") },
];
for (const { name, token, changes, want } of bad) {
  it(`refuses a token ${name}`, async () => rejects(verifyIdToken(await token(), { ...rules, ...changes }), { code: "unauthenticated", message: want }));
}
