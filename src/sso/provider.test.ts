import { deepEqual, equal, rejects } from "node:assert/strict";
import { it } from "node:test";
import { createManualClock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { createFetchProvider } from "./provider.ts";

const issuer = "https://login.example.com";

function createWorld(changes: object = {}) {
  const clock = createManualClock(1_800_000_000_000);
  const state = { isUp: true, asked: [] as string[] };
  const description = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, ...changes };
  const http = async (url: string): Promise<Response> => {
    state.asked.push(url);
    if (!state.isUp) throw new SillageError("unavailable", "Away");
    return new Response(JSON.stringify(description), { headers: { "content-type": "application/json" } });
  };
  const config = { issuer, clientId: "sillage", scopes: ["openid"], isPkceUsed: true, audience: { allowed: ["sillage"], isOptional: false }, isCertificateVerified: true };
  return { clock, state, fetchProvider: createFetchProvider({ clock, http }, config) };
}

it("asks once, also when many ask at once", async () => {
  const { state, fetchProvider } = createWorld();
  const [one, other] = await Promise.all([fetchProvider(), fetchProvider()]);
  equal(one, other);
  equal(await fetchProvider(), one);
  deepEqual(state.asked, [`${issuer}/.well-known/openid-configuration`]);
});

it("asks again after a failure, and after an hour, when the last answer does while there is none", async () => {
  const { clock, state, fetchProvider } = createWorld();
  state.isUp = false;
  const message = `Cannot read what identity provider "${issuer}" says of itself`;
  await rejects(fetchProvider(), { code: "unavailable", message });
  state.isUp = true;
  const provider = await fetchProvider();
  equal(state.asked.length, 2);
  state.isUp = false;
  await clock.advance(3_600_000);
  equal(await fetchProvider(), provider);
  equal(await fetchProvider(), provider);
  equal(state.asked.length, 3);
});

it("believes nobody who speaks for another issuer, or has no keys", async () => {
  await rejects(createWorld({ issuer: "https://evil.example" }).fetchProvider(), { code: "unavailable" });
  await rejects(createWorld({ jwks_uri: undefined }).fetchProvider(), { code: "unavailable", message: `Identity provider "${issuer}" publishes no keys` });
});
