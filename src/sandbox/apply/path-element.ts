import { isRecord } from "../../kube/index.ts";
import type { ListNode } from "../../kube/schema/index.ts";

/**
 * One step of a path to a field, in the form FieldsV1 writes it: `f:name` a field or map key, `k:{"name":"c"}` an item of a keyed list, `v:"x"` an item of a
 * set, `i:0` a position. Elements are canonical: equal steps are equal strings.
 */
export type PathElement = string;

export type FieldPath = readonly PathElement[];

export function fieldElement(name: string): PathElement {
  return `f:${name}`;
}

/** The element of an item of a set or keyed list; a string that is no element says why there is none. */
export function itemElement(list: ListNode, item: unknown): PathElement | { readonly problem: string } {
  return list.type === "map" ? keyElement(list, item) : valueElement(item);
}

function keyElement(list: ListNode, item: unknown): PathElement | { readonly problem: string } {
  if (item === null) return { problem: "associative list with keys may not have a null element" };
  if (!isRecord(item)) return { problem: "associative list with keys may not have non-map elements" };
  const keys = list.keys.flatMap((key): [string, unknown][] => {
    const value = item[key.name] ?? key.default;
    return value === undefined ? [] : [[key.name, value]];
  });
  if (keys.length > 0) return encodeKeys(keys);
  const names = list.keys.map((key) => JSON.stringify(key.name)).join(" ");
  return { problem: `associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)` };
}

function valueElement(item: unknown): PathElement | { readonly problem: string } {
  if (item === null) return { problem: "associative list without keys has an element that's an explicit null" };
  if (Array.isArray(item)) return { problem: "not supported: associative list with lists as elements" };
  if (isRecord(item)) return { problem: "associative list without keys has an element that's a map type" };
  return `v:${JSON.stringify(item)}`;
}

function encodeKeys(keys: readonly (readonly [string, unknown])[]): PathElement {
  const sorted = keys.length > 1 ? keys.toSorted(([left], [right]) => compareText(left, right)) : keys;
  return `k:{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
}

/** An element as somebody else wrote it, canonical; undefined when it is none that we know. */
export function parseElement(text: string): PathElement | undefined {
  const content = text.slice(2);
  if (text.startsWith("f:") || /^i:\d+$/.test(text)) return text;
  const value = text.startsWith("k:") || text.startsWith("v:") ? parseJson(content) : undefined;
  if (value === undefined) return undefined;
  if (text.startsWith("v:")) return `v:${JSON.stringify(value)}`;
  return isRecord(value) ? encodeKeys(Object.entries(value)) : undefined;
}

/** For people: `.name`, `[name="c"]`, `[="x"]`, `[0]`. */
export function formatPath(path: FieldPath): string {
  return path.map(formatElement).join("");
}

export function formatElement(element: PathElement): string {
  const content = element.slice(2);
  if (element.startsWith("f:")) return `.${content}`;
  if (element.startsWith("v:")) return `[=${content}]`;
  const keys = element.startsWith("k:") ? parseJson(content) : undefined;
  if (!isRecord(keys)) return `[${content}]`;
  const parts = Object.entries(keys).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `[${parts.join(",")}]`;
}

const ranks = "fkvi";

/** The order in which FieldsV1 lists elements: fields, keys, values, positions; each by content, numbers as numbers. */
export function compareElements(left: PathElement, right: PathElement): number {
  const byKind = ranks.indexOf(left.charAt(0)) - ranks.indexOf(right.charAt(0));
  if (byKind !== 0 || left === right) return byKind;
  if (left.startsWith("f:")) return compareText(left, right);
  return compareValues(parseJson(left.slice(2)), parseJson(right.slice(2)));
}

function compareValues(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (!isRecord(left) || !isRecord(right)) return typeof left === "number" ? -1 : typeof right === "number" ? 1 : compareText(String(left), String(right));
  const [leftEntries, rightEntries] = [Object.entries(left), Object.entries(right)];
  for (const [index, [name, value]] of leftEntries.entries()) {
    const other = rightEntries[index];
    if (other === undefined) return 1;
    const order = compareText(name, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return leftEntries.length - rightEntries.length;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
