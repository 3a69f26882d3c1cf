import type { ObjectMeta } from "../kube/index.ts";

/** What the applications of a team may use and touch. */
export interface AppProject {
  readonly apiVersion: string;
  readonly kind: "AppProject";
  readonly metadata: ObjectMeta;
  readonly spec: AppProjectSpec;
}

export interface AppProjectSpec {
  readonly description?: string;
  /** Globs; `!` denies and always wins. */
  readonly sourceRepos?: readonly string[];
  readonly destinations?: readonly ProjectDestination[];
  readonly sourceNamespaces?: readonly string[];
  /** Absent or empty: nothing cluster-scoped. */
  readonly clusterResourceWhitelist?: readonly ResourceRule[];
  readonly clusterResourceBlacklist?: readonly ResourceRule[];
  /** Absent: everything. Empty: nothing. */
  readonly namespaceResourceWhitelist?: readonly ResourceRule[];
  readonly namespaceResourceBlacklist?: readonly ResourceRule[];
}

export interface ProjectDestination {
  readonly server?: string;
  readonly name?: string;
  readonly namespace?: string;
}

export interface ResourceRule {
  readonly group: string;
  readonly kind: string;
  readonly name?: string;
}
