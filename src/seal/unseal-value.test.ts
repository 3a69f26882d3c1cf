import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { parsePrivateKeys } from "./sealing-key.ts";
import { sealValue } from "./seal-value.ts";
import { unsealValue } from "./unseal-value.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keys = parsePrivateKeys(privateKey.export({ type: "pkcs8", format: "pem" }).toString());

/** The same numbers in each run, so that a failure can be repeated. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

test("10,000 damaged values: a clean failure, never another plaintext", { timeout: 120_000 }, async () => {
  const label = "shop/db";
  const plaintext = Buffer.from("ein Geheimnis, das niemand sehen darf");
  const sealed = Buffer.from(sealValue(plaintext, { publicKey, label }), "base64");
  const random = createRandom(5);
  const damaged = Array.from({ length: 10_000 }, (_, index) => damage(index));
  const reasons = new Map<string, number>();
  for (let next = 0; next < damaged.length; next += 200) {
    const batch = damaged.slice(next, next + 200);
    for (const outcome of await Promise.all(batch.map((text) => unsealValue(text, { keys, label })))) {
      assert.equal(outcome.kind, "failed");
      if (outcome.kind === "failed") reasons.set(outcome.message, (reasons.get(outcome.message) ?? 0) + 1);
    }
  }
  assert.deepEqual([...reasons.keys()].toSorted(), [
    "cannot read the sealed value: it is not base64",
    "cannot read the sealed value: it is too short",
    "no key could decrypt secret",
  ]);

  function damage(index: number): string {
    if (index % 4 === 0) return sealed.subarray(0, random(sealed.length)).toString("base64");
    if (index % 4 === 1) return sealed.toString("base64").slice(0, random(400)).concat("*");
    const copy = Buffer.from(sealed);
    const at = index % 4 === 2 ? random(copy.length) : random(258);
    copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
    return copy.toString("base64");
  }
});

test("what was sealed opens: sizes, bytes and labels", async () => {
  const plaintexts = [Buffer.alloc(0), Buffer.from("é😀"), Buffer.from([0, 255, 128]), Buffer.alloc(1_000_000, 7)];
  for (const label of ["", "shop", "shop/db", "läbel/✓"]) {
    for (const plaintext of plaintexts) {
      const outcome = await unsealValue(sealValue(plaintext, { publicKey, label }), { keys, label });
      assert(outcome.kind === "unsealed" && Buffer.compare(outcome.plaintext, plaintext) === 0, `${plaintext.length} bytes with label "${label}"`);
      assert.equal(outcome.keyFingerprint, keys[0]?.fingerprint);
    }
  }
});
