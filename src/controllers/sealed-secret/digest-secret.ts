import { createHmac } from "node:crypto";
import { getRecord, type KubeObject } from "../../kube/index.ts";

/** A Secret whose values cannot be read, only compared with others of the same digester. */
export type DigestSecret = (secret: KubeObject) => KubeObject;

/** `salt` is random and lives as long as the process: without it a short value could be guessed from its digest. */
export function createDigestSecret(salt: Uint8Array): DigestSecret {
  return function digestSecret(secret) {
    const { managedFields: _dropped, ...metadata } = secret.metadata;
    const data = Object.entries(getRecord(secret, "data") ?? {}).map(([item, value]) => [item, createHmac("sha256", salt).update(String(value)).digest("base64")]);
    const { apiVersion, kind, type, immutable } = secret;
    return { apiVersion, kind, metadata, type, immutable, data: Object.fromEntries(data) };
  };
}
