import type { GlobalProjectRule } from "../api/index.ts";
import { describeError, isSillageError } from "../errors/index.ts";
import { getRecord, getString } from "../kube/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";
import type { SettingProblem } from "./setting-reader.ts";

export interface GlobalProjects {
  readonly rules: readonly GlobalProjectRule[];
  readonly problems: readonly SettingProblem[];
}

const key = "globalProjects";

/** `globalProjects` of `argocd-cm`: which projects inherit from which. An entry that makes no sense is left out and reported; of a text that makes none, `last` stays. */
export function parseGlobalProjects(text: string | undefined, last: readonly GlobalProjectRule[] = []): GlobalProjects {
  if (text === undefined || text.trim() === "") return { rules: [], problems: [] };
  const entries = readEntries(text);
  if (typeof entries === "string") return { rules: last, problems: [{ key, message: entries }] };
  const read = entries.map((entry, index): GlobalProjectRule | SettingProblem => {
    const projectName = getString(entry, "projectName") ?? "";
    if (projectName === "") return { key, message: `entry ${index + 1} names no projectName: it is left out` };
    return { projectName, labelSelector: getRecord(entry, "labelSelector") ?? {} };
  });
  return { rules: read.filter((entry) => "projectName" in entry), problems: read.filter((entry) => "message" in entry) };
}

function readEntries(text: string): readonly unknown[] | string {
  try {
    const value: unknown = parseDocuments(text, { file: key })[0]?.value;
    return Array.isArray(value) ? value : "it must be a list of {labelSelector, projectName}: what was before stays";
  } catch (error) {
    if (isSillageError(error, "invalid")) return `it is no YAML, what was before stays: ${describeError(error)}`;
    throw error;
  }
}
