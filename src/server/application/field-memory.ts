import { type FieldSelection, parseFields } from "../operation/index.ts";

const remembered = 16;

/** Selections by their text, each giving the very same result for the same object: all readers who ask for the same share it. */
export function createFieldMemory(): (text: string | undefined) => FieldSelection {
  const selections = new Map<string, FieldSelection>();
  return function select(text = "") {
    const known = selections.get(text);
    if (known !== undefined) return known;
    const made = text === "" ? parseFields(text) : remembering(parseFields(text));
    selections.set(text, made);
    for (const oldest of selections.keys()) if (selections.size > remembered) selections.delete(oldest);
    return made;
  };
}

function remembering(selection: FieldSelection): FieldSelection {
  const results = new WeakMap<object, object>();
  return function select(value) {
    const result = results.get(value) ?? selection(value);
    results.set(value, result);
    return result;
  };
}
