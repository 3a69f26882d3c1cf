import { deepEqual, equal, rejects } from "node:assert/strict";
import { it } from "node:test";
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { createManualClock } from "../async/index.ts";
import { createKeySet } from "./key-set.ts";

const pairs = new Map(await Promise.all(["one", "two"].map(async (kid) => [kid, await generateKeyPair("ES256", { extractable: true })] as const)));

async function createWorld() {
  const clock = createManualClock(1_800_000_000_000);
  const documents = new Map(await Promise.all([...pairs].map(async ([kid, { publicKey }]) => [kid, { keys: [{ ...(await exportJWK(publicKey)), kid, alg: "ES256" }] }] as const)));
  const state = { published: "one" as string | undefined, asked: 0 };
  const fetchKeys = async (): Promise<unknown> => {
    state.asked += 1;
    if (state.published === undefined) throw new Error("no provider");
    return documents.get(state.published) ?? {};
  };
  const getKey = createKeySet({ fetchKeys, clock });
  const check = async (kid: string): Promise<string> => {
    const token = await new SignJWT({ ok: kid }).setProtectedHeader({ alg: "ES256", kid }).sign(pairs.get(kid)!.privateKey);
    return String((await jwtVerify(token, getKey)).payload["ok"]);
  };
  return { clock, state, check };
}

it("asks once for many tokens, also when they come at once", async () => {
  const { state, check } = await createWorld();
  deepEqual(await Promise.all([check("one"), check("one")]), ["one", "one"]);
  await check("one");
  equal(state.asked, 1);
});

it("finds a new key, without asking for each unknown one", async () => {
  const { state, check, clock } = await createWorld();
  await check("one");
  state.published = "two";
  await rejects(check("two"), { code: "ERR_JWKS_NO_MATCHING_KEY" });
  equal(state.asked, 1, "too soon");
  await clock.advance(10_000);
  equal(await check("two"), "two");
  await rejects(check("one"), { code: "ERR_JWKS_NO_MATCHING_KEY" }, "withdrawn");
  equal(state.asked, 2);
});

it("forgets a withdrawn key after ten minutes", async () => {
  const { state, check, clock } = await createWorld();
  await check("one");
  state.published = "two";
  await clock.advance(600_000);
  await rejects(check("one"), { code: "ERR_JWKS_NO_MATCHING_KEY" });
});

it("goes on with the last keys while the provider is away", async () => {
  const { state, check, clock } = await createWorld();
  await check("one");
  state.published = undefined;
  await clock.advance(600_000);
  equal(await check("one"), "one");
  equal(await check("one"), "one");
  equal(state.asked, 2);
});

it("says that a document is no list of keys", async () => {
  const { state, check } = await createWorld();
  state.published = "nonsense";
  await rejects(check("one"), { code: "unavailable", message: "The identity provider's list of keys cannot be read" });
});
