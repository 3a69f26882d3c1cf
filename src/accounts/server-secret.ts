/** `argocd-secret`, where Argo CD keeps keys, hashes and tokens. */
export const secretName = "argocd-secret";

export function encodeData(data: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]));
}

/** RFC 3339 in whole seconds, as Argo CD writes and compares times. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
