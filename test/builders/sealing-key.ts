import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { getString } from "../../src/kube/index.ts";
import { generateSealingKey, parseSealingKey, type SealingKey } from "../../src/seal/index.ts";

type Pair = TestKey["pair"];

/** RSA-4096 takes long to find, so the keys of tests are made once on a machine. They protect nothing. */
const folder = path.join(os.tmpdir(), `sillage-test-keys-${process.getuid?.() ?? 0}`);
const pairs = await Promise.all([1, 2].map((day) => readPair(day)));

export interface TestKey {
  /** PEM, as kubeseal and a key Secret have it. */
  readonly pair: { readonly certificate: string; readonly privateKey: string };
  readonly key: SealingKey;
}

/** One of two key pairs: of 1 January 2026, and the newer one of the day after. */
export function createTestKey(which: "first" | "second" = "first"): TestKey {
  const pair = pairs[which === "first" ? 0 : 1];
  if (pair === undefined) throw new Error("there are two keys");
  return { pair, key: parseSealingKey(pair) };
}

async function readPair(day: number): Promise<Pair> {
  const file = path.join(folder, `${day}.json`);
  return readKept(file) ?? keep(file, await generateSealingKey({ notBefore: Date.UTC(2026, 0, day) }));
}

function readKept(file: string): Pair | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, "utf8"));
    const certificate = getString(kept, "certificate");
    const privateKey = getString(kept, "privateKey");
    return certificate === undefined || privateKey === undefined ? undefined : { certificate, privateKey };
  } catch {
    return undefined;
  }
}

/** Another process may have been quicker: then its pair counts, lest two files of one run disagree. */
function keep(file: string, pair: Pair): Pair {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(pair), { mode: 0o600 });
  const quicker = readKept(file);
  if (quicker === undefined) renameSync(own, file);
  else rmSync(own);
  return quicker ?? pair;
}
