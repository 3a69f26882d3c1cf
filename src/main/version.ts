import { readFileSync } from "node:fs";

/** The version in package.json, which stands two folders up from sources and compiled code alike. */
export function productVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? "unknown";
}
