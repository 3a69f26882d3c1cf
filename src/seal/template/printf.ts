import { printValue, templateError, toBytes, typeName, type Value } from "./value.ts";

/** `printf` with the verbs %s, %v, %d, %q, %t, %x and %%, and a width for texts and numbers. */
export function formatPrintf([format, ...values]: readonly Value[]): string {
  if (typeof format !== "string") throw templateError("printf takes a format");
  let next = 0;
  const result = format.replaceAll(/%(-?)(0?)(\d*)([^\d])?/g, (_, left: string, zero: string, width: string, verb: string | undefined) => {
    if (verb === "%") return "%";
    if (next >= values.length) throw templateError("printf has too few values");
    const text = formatVerb(verb ?? "", values[next]);
    next += 1;
    if (left === "-") return text.padEnd(Number(width));
    return text.padStart(Number(width), zero === "0" ? "0" : " ");
  });
  if (next < values.length) throw templateError("printf has too many values");
  return result;
}

function formatVerb(verb: string, value: Value): string {
  if (verb === "v") return printValue(value);
  if (verb === "s" && typeof value === "string") return value;
  if (verb === "q" && typeof value === "string") return quoteGo(value);
  if (verb === "x" && typeof value === "string") return Buffer.from(value, "latin1").toString("hex");
  if (verb === "d" && typeof value === "number" && Number.isInteger(value)) return String(value);
  if (verb === "t" && typeof value === "boolean") return String(value);
  throw templateError(`printf does not support %${verb} with a ${typeName(value)}`);
}

const shortEscapes: Readonly<Record<string, string>> = { "\u0007": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\", '"': '\\"' };

/** A text in quotes as a Go literal: what is not printable is escaped, and so is each byte that is no UTF-8. */
export function quoteGo(bytes: string): string {
  const utf8 =
    /[^\x80-\xff]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[^]/g;
  return `"${bytes.replaceAll(utf8, quoteCharacter)}"`;
}

function quoteCharacter(bytes: string): string {
  const code = bytes.charCodeAt(0);
  if (bytes.length === 1 && code >= 0x80) return `\\x${code.toString(16)}`;
  const character = Buffer.from(bytes, "latin1").toString();
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  if (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(character)) return toBytes(character);
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return `\\x${point.toString(16).padStart(2, "0")}`;
  return point > 0xffff ? `\\U${point.toString(16).padStart(8, "0")}` : `\\u${point.toString(16).padStart(4, "0")}`;
}
