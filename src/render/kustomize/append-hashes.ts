import { createHash } from "node:crypto";
import { isMutableRecord, type MutableRecord } from "./json.ts";
import { nameOf, rememberId, type Resource, setName } from "./resource.ts";

const digits: Readonly<Record<string, string>> = { "0": "g", "1": "h", "3": "k", a: "m", e: "t" };

/** Appends a hash of their content to the names of generated objects, so that a change of content is a change of name. */
export function appendHashes(resources: readonly Resource[]): void {
  for (const resource of resources) {
    if (!resource.needsHash) continue;
    const hash = hashContent(resource.object);
    rememberId(resource);
    setName(resource, `${nameOf(resource)}-${hash}`);
  }
}

/** Ten characters as Kustomize computes them: over the content alone, the name counts as empty. They never look like a word. */
function hashContent(object: MutableRecord): string {
  const { kind, type = "", data = "" } = object;
  const extra = kind === "Secret" ? "stringData" : "binaryData";
  const content = { kind, name: "", data, ...(kind === "Secret" ? { type } : {}), ...(isMutableRecord(object[extra]) ? { [extra]: object[extra] } : {}) };
  const hex = createHash("sha256").update(encodeCanonically(content)).digest("hex");
  return hex.slice(0, 10).replaceAll(/[013ae]/g, (digit) => digits[digit] ?? digit);
}

/** JSON with sorted keys and the characters escaped that Go escapes. */
function encodeCanonically(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) =>
    isMutableRecord(child) ? Object.fromEntries(Object.entries(child).toSorted(([left], [right]) => (left < right ? -1 : 1))) : child,
  ).replaceAll(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
