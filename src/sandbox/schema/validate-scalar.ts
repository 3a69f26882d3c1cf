import { isIP, isIPv4, isIPv6 } from "node:net";
import { getBoolean, getNumber, getString } from "../../kube/index.ts";
import { formatProblem, invalidProblem, tooLongProblem, unplacedProblem } from "./field-problem.ts";
import type { FieldProblem } from "./resource.ts";
import type { Structural } from "./structural.ts";

interface Place {
  readonly schema: Structural;
  readonly path: string;
}

export function validateString(value: string, { schema, path }: Place): readonly FieldProblem[] {
  const length = Array.from(value).length;
  const [least, most] = [getNumber(schema, "minLength"), getNumber(schema, "maxLength")];
  const pattern = getString(schema, "pattern");
  const format = getString(schema, "format") ?? "";
  const problem = lengthProblem() ?? patternProblem();
  const misses = formats[format]?.(value) === false;
  return [...(problem === undefined ? [] : [problem]), ...(misses ? [formatProblem(path, { value, format })] : [])];

  function lengthProblem(): FieldProblem | undefined {
    if (most !== undefined && length > most) return tooLongProblem(path, most);
    return least !== undefined && length < least ? invalidProblem(path, { value, detail: `should be at least ${least} chars long` }) : undefined;
  }

  function patternProblem(): FieldProblem | undefined {
    return pattern === undefined || matchesPattern(value, pattern) ? undefined : invalidProblem(path, { value, detail: `should match '${pattern}'` });
  }
}

/** Patterns are Go's; one that JavaScript cannot read lets every value pass. */
function matchesPattern(value: string, pattern: string): boolean {
  try {
    return new RegExp(
      pattern
        .replaceAll(/\(\?P</g, "(?<")
        .replaceAll("\\A", "^")
        .replaceAll("\\z", "$"),
      "u",
    ).test(value);
  } catch {
    return true;
  }
}

const formats: Readonly<Record<string, (value: string) => boolean>> = {
  "date-time": (value) => /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(value) && !Number.isNaN(Date.parse(value)),
  date: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)),
  duration: (value) => /^[+-]?(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w))+$/.test(value) || value === "0",
  byte: (value) => /^[A-Za-z0-9+/\r\n]*={0,2}$/.test(value) && value.replaceAll(/[\r\n]/g, "").length % 4 === 0,
  uuid: (value) => /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(value),
  ip: (value) => isIP(value) > 0,
  ipv4: isIPv4,
  ipv6: isIPv6,
  cidr: (value) => /^[^/]+\/\d{1,3}$/.test(value) && isIP(value.slice(0, value.indexOf("/"))) > 0,
  email: (value) => /^[^@\s]+@[^@\s]+$/.test(value),
  uri: (value) => URL.canParse(value),
};

export function validateNumber(value: number, { schema, path }: Place): readonly FieldProblem[] {
  const [least, most, step] = [getNumber(schema, "minimum"), getNumber(schema, "maximum"), getNumber(schema, "multipleOf")];
  const aboveOnly = getBoolean(schema, "exclusiveMinimum") === true;
  const belowOnly = getBoolean(schema, "exclusiveMaximum") === true;
  const failed = [
    ...(least !== undefined && (value < least || (aboveOnly && value === least)) ? [`should be greater than ${aboveOnly ? "" : "or equal to "}${least}`] : []),
    ...(most !== undefined && (value > most || (belowOnly && value === most)) ? [`should be less than ${belowOnly ? "" : "or equal to "}${most}`] : []),
    ...(step !== undefined && !isMultiple(value, step) ? [`should be a multiple of ${step}`] : []),
  ];
  const misfit = typeFits(value, getString(schema, "format")) ? [] : [unplacedProblem(`Checked value must be of type integer with format int32 in ${path}`)];
  return [...failed.map((detail) => invalidProblem(path, { value, detail })), ...misfit];
}

function isMultiple(value: number, step: number): boolean {
  const quotient = value / step;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9;
}

function typeFits(value: number, format: string | undefined): boolean {
  return format !== "int32" || (value >= -(2 ** 31) && value < 2 ** 31);
}
