import { SillageError } from "../errors/index.ts";

type Format = "decimal" | "binary" | "exponent";

/** A resource quantity such as `500m` or `1Gi`: the exact value in billionths, and the family of suffixes it was written in. */
export interface Quantity {
  readonly nanos: bigint;
  readonly format: Format;
}

const decimalSuffixes: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const pattern = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))([numkMGTPE]?|[KMGTPE]i|[eE][+-]?\d{1,3})$/;
const one = 1_000_000_000n;
/** The API server caps what is larger. */
const largest = (2n ** 63n - 1n) * one;

/** Reads a quantity as the API server does: rounded up to billionths, capped at 2^63-1. `undefined` when it is none. */
export function parseQuantity(value: string | number): Quantity | undefined {
  const match = pattern.exec(String(value));
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", bareFraction = "", suffix = ""] = match;
  const decimals = fraction + bareFraction;
  const { format, numerator, exponent } = readSuffix(suffix);
  const digits = BigInt(`${whole}${decimals}`) * numerator;
  const scale = exponent - decimals.length + 9;
  const magnitude = scale >= 0 ? digits * 10n ** BigInt(scale) : divideUp(digits, 10n ** BigInt(-scale));
  const capped = magnitude > largest ? largest : magnitude;
  return { nanos: sign === "-" ? -capped : capped, format };
}

/** The one spelling the API server stores: no fraction, the largest suffix that loses nothing. Throws `invalid` for what is no quantity. */
export function canonicalQuantity(value: string | number): string {
  const quantity = parseQuantity(value);
  if (quantity === undefined) throw new SillageError("invalid", `"${value}" is no resource quantity`);
  const { nanos } = quantity;
  if (nanos === 0n) return "0";
  const sign = nanos < 0n ? "-" : "";
  const magnitude = nanos < 0n ? -nanos : nanos;
  const binary = quantity.format === "binary" && magnitude >= 1024n * one && magnitude % one === 0n;
  return sign + (binary ? formatBinary(magnitude / one) : formatDecimal(magnitude, quantity.format));
}

function readSuffix(suffix: string): { readonly format: Format; readonly numerator: bigint; readonly exponent: number } {
  const power = binarySuffixes.indexOf(suffix);
  if (power > 0) return { format: "binary", numerator: 1024n ** BigInt(power), exponent: 0 };
  const exponent = decimalSuffixes[suffix];
  if (exponent !== undefined) return { format: "decimal", numerator: 1n, exponent };
  return { format: "exponent", numerator: 1n, exponent: Number(suffix.slice(1)) };
}

function divideUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

function formatBinary(whole: bigint): string {
  let power = 0;
  let rest = whole;
  while (rest % 1024n === 0n && power < binarySuffixes.length - 1) {
    rest /= 1024n;
    power += 1;
  }
  return `${rest}${binarySuffixes[power] ?? ""}`;
}

function formatDecimal(nanos: bigint, format: Format): string {
  let exponent = -9;
  let rest = nanos;
  while (rest % 1000n === 0n && exponent < 18) {
    rest /= 1000n;
    exponent += 3;
  }
  if (format === "exponent") return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
  const suffix = Object.keys(decimalSuffixes).find((name) => decimalSuffixes[name] === exponent);
  return `${rest}${suffix ?? ""}`;
}
