import { readFileSync } from "node:fs";
import { getString } from "../kube/index.ts";

/** The version in package.json, which stands two folders up from sources and compiled code alike. */
export function productVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return getString(manifest, "version") ?? "unknown";
}
