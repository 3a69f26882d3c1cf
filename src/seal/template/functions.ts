import { createHash } from "node:crypto";
import { compareFunctions } from "./compare-functions.ts";
import { toGoJson, toValue } from "./json.ts";
import { formatPrintf, quoteGo } from "./printf.ts";
import { isEmpty, isList, isMap, printValue, sortedEntries, templateError, toBytes, toText, typeName, type Value } from "./value.ts";

/** Arguments in their order, the piped value last. The root is what `index` knows as a map of texts, where a missing key is an empty text. */
export type TemplateFunction = (values: readonly Value[], root: Value) => Value;

/** The functions of Go's templates and of sprig which compute texts from texts and depend on nothing else. */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ...compareFunctions,
  ["index", indexInto],
  ["len", one((value) => countOf(value))],
  ["print", (values) => printAll(values)],
  ["println", (values) => `${values.map(printValue).join(" ")}\n`],
  ["printf", formatPrintf],
  ["urlquery", (values) => escapeQuery(printAll(values))],
  ["html", (values) => printAll(values).replaceAll(/[&<>"'\0]/g, (sign) => htmlEscapes[sign] ?? sign)],

  ["b64enc", text((bytes) => Buffer.from(bytes, "latin1").toString("base64"))],
  ["b64dec", text(decodeBase64)],
  ["sha1sum", text((bytes) => digest("sha1", bytes))],
  ["sha256sum", text((bytes) => digest("sha256", bytes))],
  ["sha512sum", text((bytes) => digest("sha512", bytes))],
  [
    "quote",
    (values) =>
      values
        .filter((value) => value !== undefined)
        .map((value) => quoteGo(printValue(value)))
        .join(" "),
  ],
  [
    "squote",
    (values) =>
      values
        .filter((value) => value !== undefined)
        .map((value) => `'${printValue(value)}'`)
        .join(" "),
  ],
  ["toJson", one((value) => toGoJson(value, { escapesHtml: true }))],
  ["toRawJson", one((value) => toGoJson(value, { escapesHtml: false }))],
  ["toPrettyJson", one((value) => toGoJson(value, { escapesHtml: true, indent: 2 }))],
  ["fromJson", text((bytes) => toValue(parseJson(toText(bytes))))],

  ["upper", text((bytes) => mapCharacters(bytes, (character) => character.toUpperCase()))],
  ["lower", text((bytes) => mapCharacters(bytes, (character) => character.toLowerCase()))],
  ["trim", text((bytes) => toBytes(toText(bytes).replaceAll(/^[\t-\r \u0085\p{Zs}\u2028\u2029]+|[\t-\r \u0085\p{Zs}\u2028\u2029]+$/gu, "")))],
  ["nospace", text((bytes) => toBytes(toText(bytes).replaceAll(/[\t-\r \u0085\p{Zs}\u2028\u2029]+/gu, "")))],
  ["trimAll", texts(2, ([signs = "", bytes = ""]) => trimSigns(bytes, toText(signs)))],
  ["trimPrefix", texts(2, ([prefix = "", bytes = ""]) => (bytes.startsWith(prefix) ? bytes.slice(prefix.length) : bytes))],
  ["trimSuffix", texts(2, ([suffix = "", bytes = ""]) => (suffix !== "" && bytes.endsWith(suffix) ? bytes.slice(0, -suffix.length) : bytes))],
  ["replace", texts(3, ([old = "", fresh = "", bytes = ""]) => bytes.replaceAll(old, () => fresh))],
  ["contains", texts(2, ([part = "", bytes = ""]) => bytes.includes(part))],
  ["hasPrefix", texts(2, ([prefix = "", bytes = ""]) => bytes.startsWith(prefix))],
  ["hasSuffix", texts(2, ([suffix = "", bytes = ""]) => bytes.endsWith(suffix))],
  ["splitList", texts(2, ([separator = "", bytes = ""]) => bytes.split(separator))],
  ["join", joinList],
  ["indent", ([spaces, bytes]) => indent(spaces, bytes)],
  ["nindent", ([spaces, bytes]) => `\n${indent(spaces, bytes)}`],
  ["toString", one((value) => (value === undefined ? "<nil>" : printValue(value)))],

  ["default", (values) => (isEmpty(values[1]) ? values[0] : values[1])],
  ["coalesce", (values) => values.find((value) => !isEmpty(value))],
  ["ternary", ([yes, no, condition]) => (condition === true ? yes : no)],
  ["empty", one(isEmpty)],
  ["list", (values) => values],
  ["dict", makeDictionary],
  ["get", ([map, key]) => (isMap(map) ? (map.get(requireText(key)) ?? "") : refuse("get", map))],
  ["hasKey", ([map, key]) => (isMap(map) ? map.has(requireText(key)) : refuse("hasKey", map))],
  ["keys", one((map) => (isMap(map) ? sortedEntries(map).map(([key]) => key) : refuse("keys", map)))],
]);

const htmlEscapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;", "\0": toBytes("\uFFFD") };

function one(compute: (value: Value) => Value): TemplateFunction {
  return (values) => {
    if (values.length !== 1) throw templateError(`a function takes one value, and has ${values.length}`);
    return compute(values[0]);
  };
}

function text(compute: (bytes: string) => Value): TemplateFunction {
  return one((value) => compute(requireText(value)));
}

function texts(count: number, compute: (bytes: readonly string[]) => Value): TemplateFunction {
  return (values) => {
    if (values.length !== count) throw templateError(`a function takes ${count} texts, and has ${values.length}`);
    return compute(values.map(requireText));
  };
}

function requireText(value: Value): string {
  if (typeof value !== "string") throw templateError(`a text is expected, not a ${typeName(value)}`);
  return value;
}

function refuse(name: string, value: Value): never {
  throw templateError(`${name} cannot use a ${typeName(value)}`);
}

function indexInto([value, ...keys]: readonly Value[], root: Value): Value {
  let current = value;
  for (const key of keys) {
    if (isMap(current)) current = current.get(requireText(key)) ?? (current === root ? "" : undefined);
    else if (isList(current) && typeof key === "number" && key >= 0 && key < current.length) current = current[key];
    else throw templateError(`index cannot find this in a ${typeName(current)}`);
  }
  return current;
}

function countOf(value: Value): number {
  if (isMap(value)) return value.size;
  return typeof value === "string" || isList(value) ? value.length : refuse("len", value);
}

/** Go puts a space between two values when neither is a text. */
function printAll(values: readonly Value[]): string {
  return values.map((value, index) => (index > 0 && typeof value !== "string" && typeof values[index - 1] !== "string" ? ` ${printValue(value)}` : printValue(value))).join("");
}

function escapeQuery(bytes: string): string {
  return bytes.replaceAll(/[^A-Za-z0-9\-_.~]/g, (byte) => (byte === " " ? "+" : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`));
}

/** Unlike sprig, which would put its error message into the Secret. */
function decodeBase64(bytes: string): string {
  const compact = bytes.replaceAll(/[\r\n]/g, "");
  const decoded = Buffer.from(compact, "base64");
  if (decoded.toString("base64") !== compact) throw templateError("b64dec has something that is not base64");
  return decoded.toString("latin1");
}

function digest(algorithm: string, bytes: string): string {
  return createHash(algorithm).update(Buffer.from(bytes, "latin1")).digest("hex");
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw templateError("fromJson has something that is not JSON");
  }
}

/** Go changes letter by letter: `ß` stays, as it has no capital of one letter. */
function mapCharacters(bytes: string, change: (character: string) => string): string {
  return toBytes(Array.from(toText(bytes), (character) => (Array.from(change(character)).length === 1 ? change(character) : character)).join(""));
}

function trimSigns(bytes: string, signs: string): string {
  const characters = Array.from(toText(bytes));
  const start = characters.findIndex((character) => !signs.includes(character));
  return start < 0 ? "" : toBytes(characters.slice(start, characters.findLastIndex((character) => !signs.includes(character)) + 1).join(""));
}

function joinList([separator, list]: readonly Value[]): Value {
  return isList(list)
    ? list
        .filter((value) => value !== undefined)
        .map(printValue)
        .join(requireText(separator))
    : printValue(list);
}

function indent(spaces: Value, bytes: Value): string {
  if (typeof spaces !== "number" || spaces < 0 || spaces > 1000) throw templateError("indent takes a number of spaces");
  const padding = " ".repeat(spaces);
  return padding + requireText(bytes).replaceAll("\n", `\n${padding}`);
}

function makeDictionary(values: readonly Value[]): Value {
  return new Map(values.flatMap((key, index) => (index % 2 === 0 ? [[printValue(key), values[index + 1] ?? ""] as const] : [])));
}
