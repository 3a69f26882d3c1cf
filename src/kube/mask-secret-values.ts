import { getRecord, getString } from "./fields.ts";

const mask = "***";
/** Shorter values are no secrets, and masking them would make every message unreadable. */
const shortest = 4;

/** Takes the values of a Secret we sent out of the server's answer, which may quote what it could not accept. */
export function maskSecretValues(text: string, sent: unknown): string {
  if (getString(sent, "kind") !== "Secret") return text;
  let masked = text;
  for (const field of ["data", "stringData"]) {
    for (const value of Object.values(getRecord(sent, field) ?? {})) {
      const quoted = typeof value === "string" ? value : JSON.stringify(value);
      if (quoted.length >= shortest) masked = masked.replaceAll(quoted, mask);
    }
  }
  return masked;
}
