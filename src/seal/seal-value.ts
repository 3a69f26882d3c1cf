import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from "node:crypto";
import { joinEnvelope, nonce } from "./envelope.ts";

/** Encrypts one item for the holder of the private key, bound to the label of `computeLabel`. Each call gives another text. */
export function sealValue(plaintext: Uint8Array, options: { readonly publicKey: KeyObject; readonly label: string }): string {
  const sessionKey = randomBytes(32);
  const { publicKey, label } = options;
  const encryptedKey = publicEncrypt(
    { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256", ...(label === "" ? {} : { oaepLabel: Buffer.from(label) }) },
    sessionKey,
  );
  const cipher = createCipheriv("aes-256-gcm", sessionKey, nonce);
  const payload = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return joinEnvelope({ encryptedKey, payload }).toString("base64");
}
