import type { AppProjectSpec } from "../../../api/index.ts";
import { appendNew, removeFirst, withSpec, type Edit } from "./edit.ts";

/** Which of the four lists, and what becomes of the kind in it. */
export interface ResourceChange {
  readonly scope: "cluster" | "namespace";
  readonly list: "allow" | "deny";
  /** To allow puts it into the list of allowed ones, or takes it out of the list of denied ones. */
  readonly isAllowed: boolean;
  readonly group: string;
  readonly kind: string;
}

const fields = {
  cluster: { allow: "clusterResourceWhitelist", deny: "clusterResourceBlacklist" },
  namespace: { allow: "namespaceResourceWhitelist", deny: "namespaceResourceBlacklist" },
} as const;

export function changeResources({ scope, list, isAllowed, group, kind }: ResourceChange): Edit {
  const field = fields[scope][list];
  const described = `${list === "allow" ? "allowed" : "denied"} ${scope === "cluster" ? "cluster" : "namespaced"} resources`;
  const what = `Group '${group}' and kind '${kind}'`;
  return (project) => {
    const rules = project.spec[field] ?? [];
    const isThere = rules.some((each) => each.group === group && each.kind === kind);
    const isWanted = (list === "allow") === isAllowed;
    if (isThere === isWanted) return { message: `${what} ${isThere ? "already present in" : "not in"} ${described}` };
    const changed = isWanted ? [...rules, { group, kind }] : rules.filter((each) => each.group !== group || each.kind !== kind);
    return { project: withSpec(project, { [field]: changed }), message: `${what} is ${isWanted ? "added to" : "removed from"} ${described}` };
  };
}

type Ignored = NonNullable<NonNullable<AppProjectSpec["orphanedResources"]>["ignore"]>[number];

export function addOrphanedIgnore(wanted: Ignored): Edit {
  return (project) => {
    const { orphanedResources = {} } = project.spec;
    const ignore = appendNew(orphanedResources.ignore, wanted, { isSame: (each) => isOne(each, wanted), otherwise: "The resource is in the list of ignored orphans already" });
    return { project: withSpec(project, { orphanedResources: { ...orphanedResources, ignore } }) };
  };
}

export function removeOrphanedIgnore(wanted: Ignored): Edit {
  return (project) => {
    const { orphanedResources = {} } = project.spec;
    const ignore = removeFirst(orphanedResources.ignore, { isSame: (each) => isOne(each, wanted), otherwise: "The resource is not in the list of ignored orphans" });
    return { project: withSpec(project, { orphanedResources: { ...orphanedResources, ignore } }) };
  };
}

function isOne(a: Ignored, b: Ignored): boolean {
  return (a.group ?? "") === (b.group ?? "") && (a.kind ?? "") === (b.kind ?? "") && (a.name ?? "") === (b.name ?? "");
}
