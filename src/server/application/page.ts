import type { Application } from "../../api/index.ts";

export interface PageRequest {
  /** A field, descending with a `-` before it; by name when left out. */
  readonly sortBy?: SortKey | `-${SortKey}`;
  readonly offset?: number;
  readonly limit?: number;
}

export type SortKey = keyof typeof sortKeys;

export interface Page {
  readonly items: readonly Application[];
  /** How many come after these. */
  readonly remaining: number;
}

const sortKeys = {
  name: ({ metadata }: Application) => metadata.name ?? "",
  namespace: ({ metadata }: Application) => metadata.namespace ?? "",
  project: ({ spec }: Application) => spec.project,
  createdAt: ({ metadata }: Application) => metadata.creationTimestamp ?? "",
  syncStatus: ({ status }: Application) => status.sync?.status ?? "",
  health: ({ status }: Application) => status.health?.status ?? "",
};

export const sortOrders = (["name", "namespace", "project", "createdAt", "syncStatus", "health"] as const).flatMap((key) => [key, `-${key}`] as const);

/** Some of the applications, in order; those that are equal by the field are ordered by name, then by namespace. */
export function takePage(applications: readonly Application[], { sortBy = "name", offset = 0, limit }: PageRequest): Page {
  const isDescending = sortBy.startsWith("-");
  const keyOf = sortKeys[readSortKey(sortBy)];
  const keyed = applications.map((application) => ({ application, keys: [keyOf(application), sortKeys.name(application), sortKeys.namespace(application)] }));
  keyed.sort((a, b) => (isDescending ? -1 : 1) * compare(a.keys, b.keys));
  const end = limit === undefined || limit === 0 ? keyed.length : offset + limit;
  return { items: keyed.slice(offset, end).map(({ application }) => application), remaining: Math.max(0, keyed.length - end) };
}

function readSortKey(sortBy: string): SortKey {
  const name = sortBy.replace(/^-/, "");
  return isSortKey(name) ? name : "name";
}

function isSortKey(name: string): name is SortKey {
  return Object.hasOwn(sortKeys, name);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((key, index) => key !== b[index]);
  return at === -1 ? 0 : (a[at] ?? "") < (b[at] ?? "") ? -1 : 1;
}
