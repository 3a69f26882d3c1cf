import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { suite, test } from "node:test";
import { inspect } from "node:util";
import { createTestKey } from "../../test/builders/sealing-key.ts";
import { parseCertificates } from "./certificate.ts";
import { computeFingerprint } from "./fingerprint.ts";
import { parsePrivateKeys, parseSealingKey } from "./sealing-key.ts";

const first = createTestKey("first");
const second = createTestKey("second");

test("a new pair is what a key Secret of the sealed-secrets controller holds", () => {
  const certificate = new X509Certificate(first.pair.certificate);
  const got = {
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    bits: certificate.publicKey.asymmetricKeyDetails?.modulusLength,
    isSelfSigned: certificate.verify(certificate.publicKey),
    privateKey: first.pair.privateKey.split("\n")[0],
  };
  const want = { validFrom: "2026-01-01T00:00:00.000Z", validTo: "2035-12-30T00:00:00.000Z", bits: 4096, isSelfSigned: true, privateKey: "-----BEGIN RSA PRIVATE KEY-----" };
  assert.deepEqual(got, want);
  assert.notEqual(first.key.fingerprint, second.key.fingerprint);
});

test("a fingerprint is that of ssh-keygen", () => {
  const spki = [
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuBmdBGYgIrfzuPV1mtHRkpMnEzo3AJrmS6w3NsWvq70xhoks+xfzRAeZ5c397lSLTs1CuJ3EQ69gL3QzLAKs",
    "MuSjnY8FLAlgMnTW3ZAebV8Bw3nj0AhVHOvwe4V1pmrVxx95CNP6XWoi8zrMonlNBirC1EyUm6BA27L7XeUO2spD5fWHQknQFsCvM+cS6vIcFpgJxxQqKf6hyatI7EuW",
    "D/gCF6xg5CS1DRdGySUdddPbgI2Q0dvE/VfQfFwNezOan03J8hGyztbEB0Qf2f4uskTumQWjsSvKEfhBjxeQy/H3pEDoTl486z3gYttGABopMrFx5Kexn3tqoT+RqW+2",
    "OwIDAQAB",
  ].join("");
  assert.equal(computeFingerprint(createPublicKey({ key: Buffer.from(spki, "base64"), format: "der", type: "spki" })), "SHA256:BHXtwEIyS331+gyKI1L0lQKHx4Y96aKYhNfCAaqafO8");
});

test("several certificates and several keys keep their order", () => {
  const certificates = parseCertificates(`${second.pair.certificate}\nnoise\n${first.pair.certificate}`);
  assert.deepEqual(
    certificates.map(({ fingerprint, notBefore }) => ({ fingerprint, notBefore })),
    [second, first].map(({ key }, index) => ({ fingerprint: key.fingerprint, notBefore: Date.UTC(2026, 0, 2 - index) })),
  );
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  assert.deepEqual(
    parsePrivateKeys(`${pkcs8}${first.pair.privateKey}`).map(({ size }) => size),
    [256, 512],
  );
});

test("a key cannot be read out again", () => {
  assert.equal(first.key.privateKey.extractable, false);
  const secretPart = first.pair.privateKey.split("\n")[5] ?? "";
  assert(!inspect(first.key, { depth: 9 }).includes(secretPart) && !JSON.stringify(first.key).includes(secretPart));
});

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const refusals: readonly { readonly name: string; readonly run: () => unknown; readonly message: RegExp }[] = [
  { name: "no certificate", run: () => parseCertificates("x"), message: /^Cannot read the certificate: there is no PEM block CERTIFICATE$/ },
  {
    name: "a broken certificate",
    run: () => parseCertificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
    message: /^Cannot read the certificate: it is not valid X.509$/,
  },
  { name: "no private key", run: () => parsePrivateKeys("geheim"), message: /^Cannot read the private key: there is no PEM block PRIVATE KEY$/ },
  {
    name: "a broken private key",
    run: () => parsePrivateKeys("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
    message: /^Cannot read the private key: it is not an RSA key in PEM$/,
  },
  { name: "another kind of key", run: () => parsePrivateKeys(ec), message: /^Cannot read the private key: it is not an RSA key in PEM$/ },
  {
    name: "halves of two pairs",
    run: () => parseSealingKey({ ...first.pair, privateKey: second.pair.privateKey }),
    message: /^Cannot use the sealing key: its certificate SHA256:\S+ belongs to another private key$/,
  },
];

suite("refused", () => {
  for (const { name, run, message } of refusals) {
    test(name, () => {
      assert.throws(run, { code: "invalid", message });
    });
  }
});
