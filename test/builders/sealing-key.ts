import { generateSealingKey, parseSealingKey, type SealingKey } from "../../src/seal/index.ts";

/** RSA-4096 takes long to find, so a test file makes its keys once. */
const pairs = await Promise.all([1, 2].map((day) => generateSealingKey({ notBefore: Date.UTC(2026, 0, day) })));

export interface TestKey {
  /** PEM, as kubeseal and a key Secret have it. */
  readonly pair: { readonly certificate: string; readonly privateKey: string };
  readonly key: SealingKey;
}

/** One of two key pairs of this process: of 1 January 2026, and the newer one of the day after. */
export function createTestKey(which: "first" | "second" = "first"): TestKey {
  const pair = pairs[which === "first" ? 0 : 1];
  if (pair === undefined) throw new Error("there are two keys");
  return { pair, key: parseSealingKey(pair) };
}
