import { isMap, isScalar, isSeq, parseAllDocuments, type Document, type Pair, type Scalar, type YAMLMap } from "yaml";
import { SillageError } from "../../errors/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";

/** Strings to write into, or with `undefined` to take out of, one mapping of a document. */
export interface MapEdit {
  /** Keys from the top of the document; mappings that are missing are made. */
  readonly path: readonly string[];
  readonly entries: Readonly<Record<string, string | undefined>>;
}

export interface DocumentEdits {
  /** The line the document's content begins on, as `parseDocuments` says. */
  readonly line: number;
  /** Where the paths of the edits begin; left out, at the top of the document. */
  readonly at?: Path;
  readonly edits: readonly MapEdit[];
}

/** Keys of mappings and places in lists. */
type Path = readonly (string | number)[];

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** YAML or JSON with some entries changed and every other byte as it was: comments, order, quotes and the other documents. Throws `invalid` when a place is no mapping. */
export function editMaps(text: string, documents: readonly DocumentEdits[]): string {
  let result = text;
  // One edit at a time, parsed afresh, from the bottom up: no position goes stale, and files are small.
  for (const { line, at = [], edits } of documents.toSorted((a, b) => b.line - a.line)) {
    for (const { path, entries } of edits) {
      for (const [key, value] of Object.entries(entries)) result = editEntry(result, { line, path: [...at, ...path], key, value });
    }
  }
  return result;
}

interface EntryEdit {
  readonly line: number;
  readonly path: Path;
  readonly key: string;
  readonly value: string | undefined;
}

function editEntry(text: string, { line, path, key, value }: EntryEdit): string {
  const { map, rest } = findMap(findDocument(text, line), path);
  const present = rest.length === 0 ? map.items.find((pair) => keyOf(pair) === key) : undefined;
  if (value === undefined) return present === undefined ? text : apply(text, removal(text, map, present));
  if (present !== undefined) return isScalar(present.value) ? apply(text, replacement(text, present.value, value)) : fail(path, key);
  const [first, ...inner] = [...rest, key];
  const nested = inner.reduceRight<unknown>((child, name) => ({ [name]: child }), value);
  return apply(text, insertion(text, map, { key: String(first ?? key), value: nested }));
}

function findDocument(text: string, line: number): Document.Parsed {
  const lineEnd = text.split("\n", line).join("\n").length;
  const document = parseAllDocuments(text).findLast(({ range }) => range[0] <= lineEnd);
  if (document === undefined || document.errors.length > 0) throw new SillageError("invalid", `Cannot edit the document of line ${line} in place: it is not plain YAML`);
  return document;
}

/** The deepest mapping that exists on the path, and the keys that are missing below it. */
function findMap(document: Document.Parsed, path: Path): { readonly map: YAMLMap; readonly rest: Path } {
  let map: unknown = document.contents;
  for (const [depth, name] of path.entries()) {
    const child: unknown = isMap(map) || (isSeq(map) && typeof name === "number") ? map.get(name, true) : undefined;
    if (!isMap(child) && !isSeq(child)) {
      if (child !== undefined || !isMap(map)) return fail(path.slice(0, depth), name);
      return { map, rest: path.slice(depth) };
    }
    map = child;
  }
  return isMap(map) ? { map, rest: [] } : fail([], "document");
}

function replacement(text: string, scalar: Scalar, value: string): Splice {
  const [start, end] = rangeOf(scalar);
  const old = text.slice(start, end);
  // A block scalar's range includes its last line break.
  const lineBreak = /\r?\n$/.exec(old)?.[0] ?? "";
  return { start, end, text: `${quoteLike(old, value)}${lineBreak}` };
}

function quoteLike(old: string, value: string): string {
  if (old.startsWith('"')) return JSON.stringify(value);
  if (old.startsWith("'") && !/['\n]/.test(value)) return `'${value}'`;
  return scalarText(value);
}

/** On one line: a string with line breaks is quoted. */
function scalarText(value: string): string {
  return value.includes("\n") ? JSON.stringify(value) : stringifyYaml(value).trimEnd();
}

function insertion(text: string, map: YAMLMap, entry: { readonly key: string; readonly value: unknown }): Splice {
  const last = map.items.at(-1);
  if (map.flow === true) return flowInsertion(text, { map, last, json: `${JSON.stringify(entry.key)}: ${JSON.stringify(entry.value)}` });
  if (last === undefined) return fail([], entry.key);
  const column = columnOf(text, rangeOf(map.items[0]?.key)[0]);
  const end = endOf(last);
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const lines =
    typeof entry.value === "string"
      ? [`${scalarText(entry.key)}: ${scalarText(entry.value)}`]
      : stringifyYaml({ [entry.key]: entry.value })
          .trimEnd()
          .split("\n");
  const block = lines.map((line) => `${" ".repeat(column)}${line}`).join(lineBreak);
  const at = endOfLine(text, end);
  const isOpen = at === text.length && !text.endsWith("\n");
  return { start: at, end: at, text: isOpen ? `${lineBreak}${block}` : `${block}${lineBreak}` };
}

function flowInsertion(text: string, { map, last, json }: { readonly map: YAMLMap; readonly last: Pair | undefined; readonly json: string }): Splice {
  const [start] = rangeOf(map);
  if (last === undefined) return { start: start + 1, end: start + 1, text: json };
  const at = endOf(last);
  const keyStart = rangeOf(last.key)[0];
  const indent = /\n([^\S\n]*)$/.exec(text.slice(0, keyStart));
  return { start: at, end: at, text: indent === null ? `, ${json}` : `,\n${indent[1]}${json}` };
}

function removal(text: string, map: YAMLMap, pair: Pair): Splice {
  const index = map.items.indexOf(pair);
  const previous = map.items[index - 1];
  const next = map.items[index + 1];
  const start = rangeOf(pair.key)[0];
  if (previous === undefined && next === undefined) {
    if (map.flow === true) return { start, end: endOf(pair), text: "" };
    return { start, end: endOf(pair), text: `{}${text.slice(0, endOf(pair)).endsWith("\n") ? "\n" : ""}` };
  }
  if (map.flow !== true) return { start: start - columnOf(text, start), end: endOfLine(text, endOf(pair)), text: "" };
  return previous === undefined ? { start, end: rangeOf(next?.key)[0], text: "" } : { start: endOf(previous), end: endOf(pair), text: "" };
}

/** Behind the line that ends at or after the offset; the offset itself when a line begins there. */
function endOfLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const at = text.indexOf("\n", offset);
  return at < 0 ? text.length : at + 1;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function endOf(pair: Pair): number {
  return hasRange(pair.value) ? rangeOf(pair.value)[1] : rangeOf(pair.key)[1];
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

interface Ranged {
  readonly range: readonly [number, number, number];
}

function hasRange(node: unknown): node is Ranged {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}

function rangeOf(node: unknown): readonly [number, number] {
  if (!hasRange(node)) throw new SillageError("internal", "A YAML node has no place in the text");
  return [node.range[0], node.range[1]];
}

function apply(text: string, { start, end, text: replaced }: Splice): string {
  return `${text.slice(0, start)}${replaced}${text.slice(end)}`;
}

function fail(path: Path, key: string | number): never {
  throw new SillageError("invalid", `Cannot edit "${[...path, key].join(".")}" in place: it is not what a SealedSecret has there`);
}
