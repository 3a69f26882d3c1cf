import { getString } from "../kube/index.ts";

/** Claims of a token that its server has verified; the command line only shows them. */
export function readClaims(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Whom a token is for, as people know them. */
export function nameOf(token: string): string {
  const claims = readClaims(token);
  return getString(claims, "email") ?? getString(claims, "preferred_username") ?? getString(claims, "name") ?? getString(claims, "sub") ?? "unknown";
}
