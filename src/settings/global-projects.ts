import type { GlobalProjectRule } from "../api/index.ts";
import { describeError, isSillageError } from "../errors/index.ts";
import { getRecord, getString } from "../kube/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";

export interface GlobalProjects {
  readonly rules: readonly GlobalProjectRule[];
  /** What was not understood, with the key. */
  readonly problems: readonly string[];
}

const key = "globalProjects";

/** `globalProjects` of `argocd-cm`: which projects inherit from which. An entry that makes no sense is left out and reported. */
export function parseGlobalProjects(text: string | undefined): GlobalProjects {
  if (text === undefined || text.trim() === "") return { rules: [], problems: [] };
  const entries = readEntries(text);
  if (typeof entries === "string") return { rules: [], problems: [entries] };
  const read = entries.map((entry, index): GlobalProjectRule | string => {
    const projectName = getString(entry, "projectName") ?? "";
    return projectName === ""
      ? `argocd-cm: "${key}" entry ${index + 1} names no projectName: it is left out`
      : { projectName, labelSelector: getRecord(entry, "labelSelector") ?? {} };
  });
  return { rules: read.filter((entry) => typeof entry !== "string"), problems: read.filter((entry) => typeof entry === "string") };
}

function readEntries(text: string): readonly unknown[] | string {
  try {
    const value: unknown = parseDocuments(text, { file: key })[0]?.value;
    return Array.isArray(value) ? value : `argocd-cm: "${key}" must be a list of {labelSelector, projectName}: no project inherits`;
  } catch (error) {
    if (isSillageError(error, "invalid")) return `argocd-cm: "${key}" is no YAML: no project inherits: ${describeError(error)}`;
    throw error;
  }
}
