import { isRecord } from "../../../kube/index.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Adds what is missing to a value of one type. The input is never changed; it is the output when nothing is missing. */
export type Default = (value: Fields) => Fields;

/** Sets the fields that are absent. A function computes the value from the others; `undefined` from it sets nothing. */
export function fill(defaults: Readonly<Record<string, unknown>>): Default {
  return (value) => {
    const missing = Object.entries(defaults).flatMap(([name, wanted]): [string, unknown][] => {
      if (value[name] !== undefined && value[name] !== null) return [];
      const computed: unknown = typeof wanted === "function" ? wanted(value) : wanted;
      return computed === undefined ? [] : [[name, computed]];
    });
    return missing.length === 0 ? value : { ...value, ...Object.fromEntries(missing) };
  };
}

/** One after the other. */
export function all(...defaults: readonly Default[]): Default {
  return (value) => defaults.reduce((current, apply) => apply(current), value);
}

/** Inside a field, when it is there. */
export function within(name: string, apply: Default): Default {
  return (value) => {
    const inner = value[name];
    return isRecord(inner) ? replace(value, { name, before: inner, after: apply(inner) }) : value;
  };
}

/** Inside a field, which is created when it is absent. */
export function ensure(name: string, apply: Default): Default {
  return all(fill({ [name]: {} }), within(name, apply));
}

/** Inside every item of a list. */
export function each(name: string, apply: Default): Default {
  return (value) => {
    const items: unknown = value[name];
    if (!Array.isArray(items)) return value;
    const after = items.map((item: unknown) => (isRecord(item) ? apply(item) : item));
    return after.every((item, index) => item === items[index]) ? value : { ...value, [name]: after };
  };
}

/** Only for values that pass the test. */
export function when(test: (value: Fields) => boolean, apply: Default): Default {
  return (value) => (test(value) ? apply(value) : value);
}

function replace(value: Fields, change: { readonly name: string; readonly before: unknown; readonly after: unknown }): Fields {
  return change.before === change.after ? value : { ...value, [change.name]: change.after };
}
