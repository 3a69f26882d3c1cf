import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { isRecord, type JsonObject } from "../kube/index.ts";

/** What a sealed text is for: one made for one purpose does not open for another. */
export type SealPurpose = "login attempt" | "session companion";

interface Seal {
  readonly purpose: SealPurpose;
  /** `server.secretkey`. */
  readonly key: Uint8Array;
}

const algorithm = "aes-256-gcm";
const [ivLength, tagLength] = [12, 16];

/** JSON that a browser may keep and only the server can read. AES-256-GCM under a key of its own for each purpose. */
export function sealJson(content: JsonObject, seal: Seal): string {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv(algorithm, deriveKey(seal), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content), "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** `undefined` when it was not sealed so, or was changed since. */
export function openJson(text: string, seal: Seal): Readonly<Record<string, unknown>> | undefined {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length <= ivLength + tagLength) return undefined;
  try {
    const decipher = createDecipheriv(algorithm, deriveKey(seal), bytes.subarray(0, ivLength), { authTagLength: tagLength });
    decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
    const content: unknown = JSON.parse(Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]).toString("utf8"));
    return isRecord(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function deriveKey({ purpose, key }: Seal): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, "", `sillage ${purpose}`, 32));
}
