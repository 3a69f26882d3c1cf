import { deepEqual, throws } from "node:assert/strict";
import { test } from "node:test";
import { readSealedSecretOptions } from "./sealed-secret-options.ts";

const periodMs = 2_592_000_000;
const read = (sealedSecretsAddress: string) => readSealedSecretOptions({ keyRenewPeriod: "720h", sealedSecretsAddress });

const addresses = {
  ":8080": { host: "::", port: 8080 },
  "0.0.0.0:80": { host: "0.0.0.0", port: 80 },
  "[::1]:1": { host: "::1", port: 1 },
  "localhost:0": { host: "localhost", port: 0 },
};

for (const [text, address] of Object.entries(addresses)) test(`--sealed-secrets-address ${text}`, () => deepEqual(read(text), { periodMs, address }));

for (const text of ["", "8080", "localhost", "::1:80", "a:b", "a:99999"]) {
  test(`--sealed-secrets-address "${text}" is refused`, () => throws(() => read(text), /is no address: give one such as 0\.0\.0\.0:8081/));
}

test("who leaves unsealing to others keeps no keys", () => deepEqual(readSealedSecretOptions({ sealedSecrets: "external" }), undefined));

test("and serves nobody", () => {
  throws(() => readSealedSecretOptions({ sealedSecrets: "external", sealedSecretsAddress: ":8081" }), /leave out --sealed-secrets-address/);
});
