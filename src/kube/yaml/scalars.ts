/** How plain scalars are read: the rules of go-yaml v2 behind `sigs.k8s.io/yaml`, which differ from YAML 1.1 and 1.2. */

const truths = new Set(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]);
const lies = new Set(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]);
const nulls = new Set(["", "~", "null", "Null", "NULL"]);
const integer = /^[-+]?(?:0b[01]+|0o?[0-7]+|0x[0-9a-fA-F]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const minInt64 = -(2n ** 63n);
const maxUint64 = 2n ** 64n - 1n;

export function isNull(text: string | null): boolean {
  return text === null || nulls.has(text);
}

export function isBoolean(text: string | null): boolean {
  return text !== null && (truths.has(text) || lies.has(text));
}

/** `yes`, `on` and their like are strings for Kustomize. */
export function isCoreBoolean(text: string | null): boolean {
  return text !== null && /^(?:true|True|TRUE|false|False|FALSE)$/.test(text);
}

export function toBoolean(text: string): boolean {
  return truths.has(text);
}

export function isNotFinite(text: string | null): boolean {
  return text !== null && notFinite.test(text);
}

export function isNumber(text: string | null): boolean {
  return text !== null && toNumber(text) !== undefined;
}

/** The number a plain scalar stands for, if any: integers beyond 2^53 as BigInt, beyond 64 bits as floats. */
export function toNumber(text: string): number | bigint | undefined {
  const first = text.charCodeAt(0);
  if (first > 57 || first < 43) return undefined;
  const plain = text.replaceAll("_", "");
  if (integer.test(plain)) {
    const value = toInteger(plain);
    if (value >= minInt64 && value <= maxUint64) return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }
  const value = float.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function toInteger(text: string): bigint {
  const digits = text.replace(/^[-+]/, "");
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return text.startsWith("-") ? -value : value;
}
