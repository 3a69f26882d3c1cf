import { describeError, isSillageError } from "../../errors/index.ts";
import { getString, type KubeObject } from "../../kube/index.ts";
import type { Log } from "../../log/index.ts";
import type { Informer } from "../../runtime/index.ts";
import { parseSealingKey, type SealingKey } from "../../seal/index.ts";
import { keyLabel } from "./names.ts";

/** A key Secret that could be read. */
interface RingKey {
  readonly key: SealingKey;
  /** Its label does not forbid to seal with it. */
  readonly isActive: boolean;
}

/** All keys of the namespace, as the watch knows them. */
export interface KeyRing {
  /** Newest first; all of them unseal. */
  list(): readonly SealingKey[];
  /** Those that may seal, newest first. */
  listActive(): readonly SealingKey[];
  has(fingerprint: string): boolean;
  /** The key Secrets as they are, those that cannot be read included. */
  listSecrets(): readonly KubeObject[];
}

/** `informer` follows the labelled Secrets. One that is no key pair is reported once and left out. */
export function createKeyRing(informer: Informer, { log }: { readonly log: Log }): KeyRing {
  const parsed = new WeakMap<KubeObject, RingKey | null>();

  function parse(secret: KubeObject): readonly RingKey[] {
    const known = parsed.get(secret);
    const key = known === undefined ? readKey(secret, log) : known;
    parsed.set(secret, key);
    return key === null ? [] : [key];
  }

  function list(): readonly RingKey[] {
    return informer.list().flatMap(parse).toSorted(newestFirst);
  }

  return {
    list: () => list().map(({ key }) => key),
    listActive: () => list().flatMap(({ key, isActive }) => (isActive ? [key] : [])),
    has: (fingerprint) => list().some(({ key }) => key.fingerprint === fingerprint),
    listSecrets: () => informer.list(),
  };
}

function readKey(secret: KubeObject, log: Log): RingKey | null {
  const { namespace, name, labels = {} } = secret.metadata;
  try {
    return { key: parseSealingKey({ certificate: decode(secret, "tls.crt"), privateKey: decode(secret, "tls.key") }), isActive: labels[keyLabel] === "active" };
  } catch (error) {
    if (!isSillageError(error, "invalid")) throw error;
    log.warn("Sealing key not usable", { object: `Secret/${namespace}/${name}`, error: describeError(error) });
    return null;
  }
}

function newestFirst(one: RingKey, other: RingKey): number {
  return other.key.certificate.notBefore - one.key.certificate.notBefore || (one.key.fingerprint < other.key.fingerprint ? -1 : 1);
}

function decode(secret: KubeObject, item: string): string {
  return Buffer.from(getString(secret, "data", item) ?? "", "base64").toString("utf8");
}
