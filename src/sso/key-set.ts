import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { isRecord } from "../kube/index.ts";

export interface KeySetDeps {
  /** The provider's document of keys. */
  readonly fetchKeys: () => Promise<unknown>;
  readonly clock: Pick<Clock, "now">;
}

/** Keys are read again after this time, so that one that was withdrawn does not count for ever. */
const longestMs = 600_000;
/** A token with an unknown key makes us look again, but no flood of such tokens may reach the provider. */
const shortestMs = 10_000;

interface Loaded {
  readonly getKey: JWTVerifyGetKey;
  readonly loadedMs: number;
}

/** The keys of a provider, rotation included. While it cannot be reached, the last keys hold. */
export function createKeySet({ fetchKeys, clock }: KeySetDeps): JWTVerifyGetKey {
  let current: Loaded | undefined;
  let loading: Promise<Loaded> | undefined;

  async function load(): Promise<Loaded> {
    const document = await fetchKeys();
    if (!isKeySet(document)) throw new SillageError("unavailable", "The identity provider's list of keys cannot be read");
    return { getKey: createLocalJWKSet(document), loadedMs: clock.now() };
  }

  /** Whoever comes meanwhile waits for the same answer. */
  async function reload(): Promise<Loaded> {
    loading ??= load().finally(() => (loading = undefined));
    try {
      current = await loading;
    } catch (error) {
      if (current === undefined) throw error;
      // Not again with each request.
      current = { ...current, loadedMs: clock.now() };
    }
    return current;
  }

  return async (header, token) => {
    const known = current !== undefined && clock.now() - current.loadedMs < longestMs ? current : await reload();
    try {
      return await known.getKey(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || clock.now() - known.loadedMs < shortestMs) throw error;
      return (await reload()).getKey(header, token);
    }
  };
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return isRecord(value) && Array.isArray(value["keys"]) && value["keys"].every(isRecord);
}
