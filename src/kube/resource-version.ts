import type { ObjectMeta } from "./object.ts";

interface Versioned {
  readonly metadata: ObjectMeta;
}

/**
 * Whether one state of an object was written after another. Resource versions of one resource are decimal numbers that grow (since Kubernetes 1.35 by
 * contract); a state without one is older than any.
 */
export function isNewer(state: Versioned, than: Versioned): boolean {
  return versionOf(state) > versionOf(than);
}

function versionOf({ metadata }: Versioned): bigint {
  const { resourceVersion = "" } = metadata;
  return /^\d+$/.test(resourceVersion) ? BigInt(resourceVersion) : -1n;
}
