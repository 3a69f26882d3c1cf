import { hash } from "node:crypto";
import { type Clock } from "../../async/index.ts";
import { fieldManager } from "../../api/index.ts";
import { isSillageError } from "../../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../../kube/index.ts";
import type { Reconcile } from "../../runtime/index.ts";
import { generateSealingKey } from "../../seal/index.ts";
import { computeNextKeyMs, type RenewalOptions } from "./compute-next-key.ts";
import type { KeyRing } from "./key-ring.ts";
import { keyLabel } from "./names.ts";

export interface EnsureKeyDeps {
  readonly client: Pick<KubeClient, "create">;
  readonly secretResource: ApiResource;
  readonly ring: KeyRing;
  readonly clock: Clock;
}

/** A timer holds 24 days at most, and clocks jump. */
const longestWaitMs = 3_600_000;
/** The watch tells of a key that another process made, but somebody may have put something else in its place. */
const takenWaitMs = 60_000;

/** Makes the first key, and a new one when the newest is too old. Keys are never changed or deleted here. */
export function createEnsureKey(deps: EnsureKeyDeps, options: RenewalOptions & { readonly namespace: string }): Reconcile {
  const { client, secretResource, ring, clock } = deps;

  const computeWaitMs = (): number => computeNextKeyMs({ keys: ring.listActive().map(({ certificate }) => certificate), nowMs: clock.now() }, options) - clock.now();

  return async function ensureKey({ signal, log }) {
    const waitMs = computeWaitMs();
    if (waitMs > 0) return { requeueAfterMs: Math.min(waitMs, longestWaitMs) };
    const { certificate, privateKey } = await generateSealingKey({ notBefore: clock.now() });
    // That took its time, and another process may have been faster.
    if (computeWaitMs() > 0) return { requeueAfterMs: 0 };
    const name = computeKeyName(ring.listSecrets());
    try {
      await client.create(secretResource, buildKeySecret({ namespace: options.namespace, name }, { certificate, privateKey }), { signal, fieldManager });
      log.info("Sealing key made", { object: `Secret/${options.namespace}/${name}` });
    } catch (error) {
      if (!isSillageError(error, "conflict")) throw error;
    }
    return { requeueAfterMs: takenWaitMs };
  };
}

/** Two processes that see the same keys choose the same name, so that only one of them succeeds. */
function computeKeyName(secrets: readonly KubeObject[]): string {
  const seen = secrets.map(({ metadata }) => `${metadata.name}/${metadata.uid}`).toSorted();
  return `sealed-secrets-key${hash("sha256", seen.join("\n")).slice(0, 8)}`;
}

function buildKeySecret(ref: { readonly namespace: string; readonly name: string }, pair: { readonly certificate: string; readonly privateKey: string }): KubeObject {
  const encode = (text: string): string => Buffer.from(text).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...ref, labels: { [keyLabel]: "active" } },
    type: "kubernetes.io/tls",
    data: { "tls.crt": encode(pair.certificate), "tls.key": encode(pair.privateKey) },
  };
}
