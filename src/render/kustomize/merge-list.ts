import { isMutableRecord, scalarText } from "./json.ts";

interface ListOptions {
  /** The fields that identify an item; none for scalars. */
  readonly keys: readonly string[];
  mergeItem(target: unknown, patch: unknown): unknown;
}

/** What identifies an item: the fields that are in use in this list, and their values, "" where an item leaves one out. */
interface ItemKey {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/**
 * Merges two lists item by item. What the patch names comes first, in its order, then the rest. Kustomize's corner cases are kept: items that
 * leave out the second of two keys match any value of it, and items without any key are appended.
 */
export function mergeAssociativeList(target: unknown[], patch: unknown[] | undefined, options: ListOptions): unknown[] | undefined {
  const names = options.keys.length === 0 ? [""] : options.keys;
  const tuples = collectTuples([patch ?? [], target], names);
  const used = names.filter((_, index) => tuples.some((tuple) => tuple[index] !== ""));
  const inUse = used.length === 0 ? names : used;
  let rest = target;
  let merged: unknown[] = [];
  for (const tuple of tuples) {
    const key: ItemKey = { names: inUse, values: tuple.filter((value, index) => value !== "" || inUse.includes(names[index] ?? "")) };
    const item = options.mergeItem(findItem(rest, key), patch === target ? findItem(rest, key) : findItem(patch ?? [], key));
    if (item === undefined || item === null || isEmptyMap(item)) {
      rest = removeItem(rest, key);
      continue;
    }
    completeKey(item, key);
    merged = setItem(merged, item, key);
  }
  return tuples.length === 0 ? rest : appendAll(merged, rest, inUse);
}

/** The keys of all items, each once; keys that agree in one part and are silent in the other are the same. */
function collectTuples(lists: readonly unknown[][], names: readonly string[]): readonly (readonly string[])[] {
  const seen = new Map<string, readonly string[]>();
  for (const item of lists.flat()) {
    const tuple = names.map((name) => (name === "" ? scalarText(item) : isMutableRecord(item) ? scalarText(item[name]) : ""));
    const id = JSON.stringify(tuple);
    if (!seen.has(id)) seen.set(id, tuple);
  }
  const tuples = [...seen.values()];
  if (names.length < 2) return tuples;
  for (let left = 0; left < tuples.length; left++) {
    const before = tuples[left] ?? [];
    for (let right = 0; right < tuples.length; right++) {
      const both = unifyTuples(before, tuples[right] ?? []);
      if (both !== undefined) tuples[left] = tuples[right] = both;
    }
  }
  return tuples;
}

function unifyTuples(left: readonly string[], right: readonly string[]): readonly string[] | undefined {
  if (!left.some((value, index) => value === right[index])) return undefined;
  if (left.some((value, index) => value !== right[index] && value !== "" && right[index] !== "")) return undefined;
  return left.map((value, index) => (value === "" ? (right[index] ?? "") : value));
}

function findItem(list: readonly unknown[], { names, values }: ItemKey): unknown {
  const given = names.flatMap((name, index) => (values[index] === "" || values[index] === undefined ? [] : [{ name, value: values[index] }]));
  if (given.length === 0) return names[0] === "" ? list.find((item) => scalarText(item) === "") : undefined;
  return list.find((item) =>
    given.every(({ name, value }) => (name === "" ? scalarText(item) === value : isMutableRecord(item) && Object.hasOwn(item, name) && scalarText(item[name]) === value)),
  );
}

function completeKey(item: unknown, { names, values }: ItemKey): void {
  if (!isMutableRecord(item)) return;
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? "";
    if (value !== "" && !Object.hasOwn(item, name)) item[name] = /^(?:0|[1-9]\d*)$/.test(value) ? Number(value) : value;
  }
}

/** Puts the item in the place of what has its key, else at the end. */
function setItem(list: readonly unknown[], item: unknown, key: ItemKey): unknown[] {
  const { kept, isFound } = replaceMatches(list, key, [item]);
  return isFound ? kept : [...kept, item];
}

function removeItem(list: readonly unknown[], key: ItemKey): unknown[] {
  return replaceMatches(list, key, []).kept;
}

function replaceMatches(list: readonly unknown[], key: ItemKey, replacement: readonly unknown[]): { readonly kept: unknown[]; readonly isFound: boolean } {
  const kept: unknown[] = [];
  let isFound = false;
  const wantsMap = key.names[0] !== "" && (key.values[0] ?? "") !== "";
  for (const item of list) {
    if (item === undefined || item === null || isEmptyMap(item)) continue;
    if (wantsMap && !isMutableRecord(item)) kept.push(item);
    else if (hasKey(item, key)) {
      isFound = true;
      kept.push(...replacement);
    } else if (key.values.length > 0) kept.push(item);
  }
  return { kept, isFound };
}

/** Unlike `findItem`, an empty value matches any item that has the field, and a value that is not given matches as the one before it. */
function hasKey(item: unknown, { names, values }: ItemKey): boolean {
  if (names[0] === "") return scalarText(item) === (values[0] ?? "");
  let isPresent = false;
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value !== undefined) isPresent = isMutableRecord(item) && Object.hasOwn(item, name) && (value === "" || scalarText(item[name]) === value);
    if (!isPresent) return false;
  }
  return true;
}

function appendAll(merged: readonly unknown[], rest: readonly unknown[], names: readonly string[]): unknown[] {
  let list = [...merged];
  for (const item of rest) {
    const values: string[] = [];
    for (const name of names) {
      if (name === "") values.push(scalarText(item));
      else if (isMutableRecord(item) && Object.hasOwn(item, name)) values.push(scalarText(item[name]));
      else list.push(item);
    }
    const key = { names, values };
    if (names.length > 1) list = removeItem(list, key);
    list = setItem(list, item, key);
  }
  return list;
}

function isEmptyMap(value: unknown): boolean {
  return isMutableRecord(value) && Object.keys(value).length === 0;
}
