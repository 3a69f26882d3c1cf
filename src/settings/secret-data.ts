import { getString, type KubeObject } from "../kube/index.ts";

/** One decoded value of a Secret; `undefined` when the Secret or the key is not there, or the value is empty. */
export function readSecretKey(secret: KubeObject | undefined, key: string): string | undefined {
  const encoded = getString(secret, "data", key);
  const value = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  return value === "" ? undefined : value;
}
