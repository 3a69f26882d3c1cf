import type { AppProject, AppProjectSpec } from "../../../api/index.ts";
import { unwantedOutcome } from "../../exit-code.ts";

/** What a change makes of a project: the project as it should be, unless it is so already, and what to tell people. */
export interface Edited {
  readonly project?: AppProject;
  readonly message?: string;
}

/** A pure change. Throws what ends the command with exit code 1, as Argo CD's does, when the change makes no sense. */
export type Edit = (project: AppProject) => Edited;

export function withSpec(project: AppProject, changes: Partial<AppProjectSpec>): AppProject {
  return { ...project, spec: { ...project.spec, ...changes } };
}

/** With the item at the end. Throws when it is there already. */
export function appendNew<T>(list: readonly T[] | undefined, item: T, options: { readonly isSame: (each: T) => boolean; readonly otherwise: string }): readonly T[] {
  if (list?.some(options.isSame) === true) throw unwantedOutcome(options.otherwise);
  return [...(list ?? []), item];
}

/** Without the first such item. Throws when there is none. */
export function removeFirst<T>(list: readonly T[] | undefined, options: { readonly isSame: (each: T) => boolean; readonly otherwise: string }): readonly T[] {
  const index = list?.findIndex(options.isSame) ?? -1;
  if (index < 0) throw unwantedOutcome(options.otherwise);
  return (list ?? []).toSpliced(index, 1);
}
