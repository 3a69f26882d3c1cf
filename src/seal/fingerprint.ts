import { createHash, type KeyObject } from "node:crypto";
import { SillageError } from "../errors/index.ts";

/** The name of an RSA public key, as `ssh-keygen -l` and the sealed-secrets controller print it: `SHA256:…`. */
export function computeFingerprint(publicKey: KeyObject): string {
  const { e, n } = publicKey.export({ format: "jwk" });
  if (e === undefined || n === undefined) throw new SillageError("invalid", "Cannot use the key: it is not an RSA key", { terminal: true });
  const blob = Buffer.concat([Buffer.from("ssh-rsa"), toInteger(e), toInteger(n)].map(withLength));
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** A leading zero byte keeps the number positive. */
function toInteger(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, "base64url");
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
