/** A sealed value: the session key encrypted with RSA, and the plaintext encrypted with the session key, its 16-byte tag at the end. */
export interface Envelope {
  readonly encryptedKey: Uint8Array;
  readonly payload: Uint8Array;
}

export const tagBytes = 16;

/** A session key is used once, so the nonce may be constant. */
export const nonce = Buffer.alloc(12);

export function joinEnvelope({ encryptedKey, payload }: Envelope): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(encryptedKey.length);
  return Buffer.concat([length, encryptedKey, payload]);
}

/** The envelope in a text of `encryptedData`, or what is wrong with the text. */
export function splitEnvelope(text: string): Envelope | { readonly problem: string } {
  const bytes = decodeBase64(text);
  if (bytes === undefined) return { problem: "it is not base64" };
  if (bytes.length < 2) return { problem: "it is too short" };
  const end = 2 + bytes.readUInt16BE(0);
  if (bytes.length < end + tagBytes) return { problem: "it is too short" };
  return { encryptedKey: bytes.subarray(2, end), payload: bytes.subarray(end) };
}

/** Line breaks are allowed, as folded YAML text may keep them. Node skips what it does not understand, so the text is checked by encoding it again. */
function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replaceAll(/[\r\n]/g, "");
  const bytes = Buffer.from(compact, "base64");
  return bytes.toString("base64") === compact ? bytes : undefined;
}
