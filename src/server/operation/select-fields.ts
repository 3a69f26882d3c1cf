import { isRecord } from "../../kube/index.ts";

/** What is kept of a value. */
export type FieldSelection = (value: object) => object;

interface Branch {
  readonly children: Map<string, Branch>;
}

/**
 * The selection a `fields` parameter asks for, as Argo CD's web UI sends it: `items.metadata.name,items.spec` keeps these, with a leading `-` all but
 * these. Lists are walked through. Nothing is left out without one.
 */
export function parseFields(text: string | undefined): FieldSelection {
  if (text === undefined || text === "") return (value) => value;
  const isExclusion = text.startsWith("-");
  const root = parseBranch(isExclusion ? text.slice(1) : text);
  return (value) => reduce(value, { branch: root, isExclusion });
}

/** The part of a selection that concerns what stands at a path. */
export function fieldsBelow(text: string | undefined, path: string): string | undefined {
  if (text === undefined || text === "") return undefined;
  const isExclusion = text.startsWith("-");
  const names = (isExclusion ? text.slice(1) : text).split(",");
  if (!isExclusion && names.some((name) => name === path || path.startsWith(`${name}.`))) return undefined;
  const below = names.flatMap((name) => (name.startsWith(`${path}.`) ? [name.slice(path.length + 1)] : []));
  return below.length === 0 ? undefined : `${isExclusion ? "-" : ""}${below.join(",")}`;
}

function parseBranch(text: string): Branch {
  const root: Branch = { children: new Map() };
  for (const path of text.split(",")) {
    let branch = root;
    for (const name of path.split(".")) {
      const next = branch.children.get(name) ?? { children: new Map() };
      branch.children.set(name, next);
      branch = next;
    }
  }
  return root;
}

interface Reduction {
  readonly branch: Branch;
  readonly isExclusion: boolean;
}

function reduce(value: object, { branch, isExclusion }: Reduction): object {
  if (!isRecord(value)) return value;
  const entries = isExclusion ? Object.entries(value) : [...branch.children.keys()].flatMap((name) => (Object.hasOwn(value, name) ? [[name, value[name]] as const] : []));
  return Object.fromEntries(entries.flatMap(([name, field]) => reduceField({ name, field, child: branch.children.get(name) }, isExclusion)));
}

function reduceField({ name, field, child }: { readonly name: string; readonly field: unknown; readonly child: Branch | undefined }, isExclusion: boolean): [string, unknown][] {
  if (child === undefined) return [[name, field]];
  if (child.children.size === 0) return isExclusion ? [] : [[name, field]];
  const next = { branch: child, isExclusion };
  if (Array.isArray(field)) return [[name, field.map((item) => (isRecord(item) ? reduce(item, next) : item))]];
  return [[name, isRecord(field) ? reduce(field, next) : field]];
}
