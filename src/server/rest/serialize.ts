import { isRecord } from "../../kube/index.ts";

/**
 * Writes JSON, and keeps the text of each object below the first level for as long as the object lives: what many lists and streams show is written once.
 * Answers are made of objects that nobody changes, such as those of a cache.
 */
export function createSerializer(): (answer: unknown) => string {
  const texts = new WeakMap<object, string>();

  function serializeShared(value: unknown): string {
    if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
    const text = texts.get(value) ?? JSON.stringify(value);
    texts.set(value, text);
    return text;
  }

  function serializeField(value: unknown): string {
    return Array.isArray(value) ? `[${value.map(serializeShared).join(",")}]` : serializeShared(value);
  }

  return function serialize(answer) {
    if (!isRecord(answer)) return JSON.stringify(answer) ?? "null";
    const fields = Object.entries(answer).filter(([, value]) => value !== undefined);
    return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${serializeField(value)}`).join(",")}}`;
  };
}
