import { isRecord } from "../../../kube/index.ts";

/** Each leaf of a value with the path to it: `spec.containers[0].image`. */
export function listFields(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (isRecord(value)) return Object.entries(value).flatMap(([name, inner]) => listFields(inner, path === "" ? name : `${path}.${name}`));
  if (Array.isArray(value)) return value.flatMap((inner: unknown, index) => listFields(inner, `${path}[${index}]`));
  return [[path, typeof value === "string" ? value : JSON.stringify(value)]];
}

/** The value with nothing but what stands at the paths; a path leads through lists to each of their entries. */
export function pickFields(value: unknown, paths: readonly string[]): unknown {
  return pick(
    value,
    paths.map((path) => path.split(".")),
  );
}

function pick(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => pick(entry, paths));
  if (!isRecord(value)) return undefined;
  const picked = Object.entries(value).flatMap(([name, inner]): (readonly [string, unknown])[] => {
    const below = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    const found = below.length === 0 ? undefined : pick(inner, below);
    return found === undefined ? [] : [[name, found]];
  });
  return picked.length === 0 ? undefined : Object.fromEntries(picked);
}
