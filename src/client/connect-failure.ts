import { getString } from "../kube/index.ts";

const untrusted = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);
const unreached = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** True when the server has seen nothing of the request, so that it may be sent again. */
export function isConnectFailure(error: unknown): boolean {
  return unreached.has(codeOf(error) ?? "");
}

/** True when we do not trust the certificate of whoever answers. */
export function isUntrusted(error: unknown): boolean {
  return untrusted.has(codeOf(error) ?? "");
}

/** True when whoever answers does not speak TLS. */
export function isPlain(error: unknown): boolean {
  const code = codeOf(error) ?? "";
  return code === "EPROTO" || code.startsWith("ERR_SSL_");
}

/** What is the matter, and what to do about it. */
export function describeConnectFailure(error: unknown, base: string): string {
  if (isUntrusted(error)) return `Cannot trust the certificate of "${base}": give its authority with --server-crt FILE, or do without with --insecure`;
  if (isPlain(error)) return `"${base}" does not speak TLS: use --plaintext if it is meant to`;
  return `Cannot reach Sillage at "${base}": is \`sillage server\` running`;
}

function codeOf(error: unknown): string | undefined {
  return getString(error, "code") ?? getString(error, "cause", "code");
}
