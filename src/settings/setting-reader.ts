import { parseDurationMs } from "../async/index.ts";
import { isSillageError } from "../errors/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";

/** A setting that was not understood: which one, and what is wrong with it. Never quotes a value of a Secret. */
export interface SettingProblem {
  readonly key: string;
  readonly message: string;
}

/** Reads the keys of one ConfigMap. A key that is absent or empty has its default. */
export interface SettingReader {
  text(key: string, otherwise?: string): string;
  flag(key: string, otherwise: boolean): boolean;
  count(key: string, otherwise: number): number;
  durationMs(key: string, otherwise: number): number;
  /** A YAML list of texts. */
  list(key: string): readonly string[];
  /** One of these; the first is the default. */
  choice<const Choice extends string>(key: string, among: readonly [Choice, ...Choice[]]): Choice;
  /** All keys with this prefix, without it. */
  below(prefix: string): Readonly<Record<string, string>>;
  readonly problems: readonly SettingProblem[];
  /** The text that counted for each key. */
  readonly good: Readonly<Record<string, string>>;
}

interface Kind<Value> {
  /** `undefined` when the text makes no sense. */
  readonly parse: (text: string) => Value | undefined;
  /** What the key takes, for the sentence about one that does not. */
  readonly takes: string;
}

const yes: ReadonlySet<string> = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const no: ReadonlySet<string> = new Set(["0", "f", "F", "false", "FALSE", "False"]);

const flagKind: Kind<boolean> = { parse: (text) => (yes.has(text) ? true : no.has(text) ? false : undefined), takes: '"true" or "false"' };
const countKind: Kind<number> = { parse: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined), takes: "a whole number" };
const durationKind: Kind<number> = { parse: parseDurationMs, takes: "a duration such as 180s or 3m" };
const listKind: Kind<readonly string[]> = { parse: parseList, takes: "a YAML list of texts" };

/** A text that makes no sense is a problem; `lastGood` is what counted for its key before. */
export function createSettingReader(data: Readonly<Record<string, string>>, lastGood: Readonly<Record<string, string>>): SettingReader {
  const problems: SettingProblem[] = [];
  const good: Record<string, string> = {};

  function read<Value>(key: string, { parse, takes }: Kind<Value>, otherwise: Value): Value {
    const text = data[key]?.trim() ?? "";
    if (text === "") return otherwise;
    const value = parse(text);
    if (value !== undefined) {
      good[key] = text;
      return value;
    }
    const before = lastGood[key];
    problems.push({ key, message: `it is "${text}" and takes ${takes}: ${before === undefined ? "the default" : `"${before}" as before`} is used` });
    if (before === undefined) return otherwise;
    good[key] = before;
    return parse(before) ?? otherwise;
  }

  return {
    text: (key, otherwise = "") => (data[key] === undefined || data[key] === "" ? otherwise : data[key]),
    flag: (key, otherwise) => read(key, flagKind, otherwise),
    count: (key, otherwise) => read(key, countKind, otherwise),
    durationMs: (key, otherwise) => read(key, durationKind, otherwise),
    list: (key) => read(key, listKind, []),
    choice: (key, among) => read(key, { parse: (text) => among.find((choice) => choice === text), takes: `one of ${among.join(", ")}` }, among[0]),
    below: (prefix) => Object.fromEntries(Object.entries(data).flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : []))),
    problems,
    good,
  };
}

function parseList(text: string): readonly string[] | undefined {
  try {
    const value: unknown = parseDocuments(text, { file: "list" })[0]?.value;
    return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
  } catch (error) {
    if (isSillageError(error, "invalid")) return undefined;
    throw error;
  }
}
