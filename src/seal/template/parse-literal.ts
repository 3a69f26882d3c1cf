import { type Token } from "./tokens.ts";
import { templateError, toBytes, type Value } from "./value.ts";

const escapes: Readonly<Record<string, string>> = { a: "\u0007", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\", '"': '"' };

/** A number or a text in Go's notation. */
export function parseLiteral({ kind, text }: Pick<Token, "kind" | "text">): Value {
  if (kind === "number") return parseNumber(text);
  if (text.startsWith("`")) return toBytes(text.slice(1, -1));
  const parts = text.slice(1, -1).split(/(\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3}|.))/u);
  return parts.map((part) => (part.startsWith("\\") ? unescape(part.slice(1)) : toBytes(part))).join("");
}

function unescape(escape: string): string {
  const simple = escapes[escape];
  if (simple !== undefined) return simple;
  const code = /^[0-7]/.test(escape) ? Number.parseInt(escape, 8) : Number.parseInt(escape.slice(1), 16);
  if (escape.length === 1 || Number.isNaN(code) || code > 0x10ffff) throw templateError(`unknown escape in a text`);
  return escape.startsWith("u") || escape.startsWith("U") ? toBytes(String.fromCodePoint(code)) : String.fromCharCode(code);
}

function parseNumber(text: string): number {
  const digits = text.replaceAll("_", "").replace(/^\+/, "");
  const value = /^-?0x/i.test(digits) && digits.startsWith("-") ? -Number(digits.slice(1)) : Number(digits);
  if (!Number.isFinite(value)) throw templateError("a number cannot be read");
  return value;
}
