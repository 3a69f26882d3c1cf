import { createHmac } from "node:crypto";
import { getRecord, type KubeObject } from "../kube/index.ts";
import type { SealingKey } from "./sealing-key.ts";

/**
 * What a Secret holds, as a text to compare with later ones. It may be shown: a plain hash of a short value could be guessed, this one only by who has the private
 * key. Namespace and name are part of it, so that equal values of two Secrets do not look equal.
 */
export function digestValue(secret: KubeObject, { digestKey }: Pick<SealingKey, "digestKey">): string {
  const items = Object.entries(getRecord(secret, "data") ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHmac("sha256", digestKey)
    .update(JSON.stringify([secret.metadata.namespace, secret.metadata.name, items]))
    .digest("base64url");
}
