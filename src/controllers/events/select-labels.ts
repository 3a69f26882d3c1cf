import { matchGlob } from "../../api/index.ts";

type Labels = Readonly<Record<string, string>>;

export interface EventLabelSettings {
  /** Globs of `resource.includeEventLabelKeys`. */
  readonly include: readonly string[];
  /** Globs of `resource.excludeEventLabelKeys`. */
  readonly exclude: readonly string[];
}

/** The labels of a project and its application that their events are to have; those of the application win. */
export function selectLabels({ project, application }: { readonly project: Labels; readonly application: Labels }, { include, exclude }: EventLabelSettings): Labels {
  if (include.length === 0) return {};
  const matchesAny = (key: string, globs: readonly string[]): boolean => globs.some((glob) => matchGlob(glob, key));
  return Object.fromEntries(Object.entries({ ...project, ...application }).filter(([key]) => matchesAny(key, include) && !matchesAny(key, exclude)));
}
