import { hash } from "node:crypto";
import { isRecord } from "../../kube/index.ts";

/** An answer as it is sent, in pieces that other answers share. */
export interface Serialized {
  readonly chunks: readonly (string | Buffer)[];
  /** Two answers with the same tag say the same. */
  readonly tag: string;
}

interface Shared {
  readonly body: Buffer;
  readonly tag: string;
}

/**
 * Writes JSON, and keeps what became of each object below the first level for as long as the object lives: what many lists and streams show is written once.
 * Answers are made of objects that nobody changes, such as those of a cache.
 */
export function createSerializer(): (answer: unknown) => Serialized {
  const known = new WeakMap<object, Shared>();

  function share(value: unknown): string | Shared {
    if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
    const text = known.get(value) ?? serializeObject(value);
    known.set(value, text);
    return text;
  }

  function shareField(value: unknown): readonly (string | Shared)[] {
    if (!Array.isArray(value)) return [share(value)];
    return ["[", ...value.flatMap((item, index) => (index === 0 ? [share(item)] : [",", share(item)])), "]"];
  }

  return function serialize(answer) {
    if (!isRecord(answer)) return assemble([share(answer)]);
    const fields = Object.entries(answer).filter(([, value]) => value !== undefined);
    const parts = fields.flatMap(([name, value], index) => [`${index === 0 ? "" : ","}${JSON.stringify(name)}:`, ...shareField(value)]);
    return assemble(["{", ...parts, "}"]);
  };
}

function serializeObject(value: object): Shared {
  const body = Buffer.from(JSON.stringify(value));
  return { body, tag: hash("sha1", body, "base64url") };
}

function assemble(parts: readonly (string | Shared)[]): Serialized {
  const chunks: (string | Buffer)[] = [];
  for (const part of parts) {
    const last = chunks.at(-1);
    if (typeof part !== "string") chunks.push(part.body);
    else if (typeof last === "string") chunks[chunks.length - 1] = last + part;
    else chunks.push(part);
  }
  return { chunks, tag: hash("sha1", parts.map((part) => (typeof part === "string" ? part : part.tag)).join(""), "base64url") };
}
