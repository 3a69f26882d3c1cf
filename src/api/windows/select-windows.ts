import type { Destination } from "../application-spec.ts";
import { matchGlob } from "../glob.ts";
import type { SyncWindow } from "../project/app-project.ts";

export interface WindowSubject {
  readonly name: string;
  /** With both the server and the name of the cluster, so that rules by either match. */
  readonly destination: Destination;
}

/** The windows that concern an application. */
export function selectWindows(windows: readonly SyncWindow[], subject: WindowSubject): readonly SyncWindow[] {
  return windows.filter((window) => concerns(window, subject));
}

function concerns({ applications = [], clusters = [], namespaces = [], andOperator = false }: SyncWindow, { name, destination }: WindowSubject): boolean {
  const { server = "", name: cluster = "", namespace = "" } = destination;
  const isNamed = (patterns: readonly string[], names: readonly string[]) => patterns.some((pattern) => names.some((text) => matchGlob(pattern, text)));
  const verdicts = [
    ...(applications.length === 0 ? [] : [isNamed(applications, [name])]),
    ...(clusters.length === 0
      ? []
      : [
          isNamed(
            clusters,
            [server, cluster].filter((text) => text !== ""),
          ),
        ]),
    ...(namespaces.length === 0 ? [] : [isNamed(namespaces, [namespace])]),
  ];
  return andOperator ? verdicts.length > 0 && verdicts.every(Boolean) : verdicts.some(Boolean);
}
