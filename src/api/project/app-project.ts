import type { ObjectMeta } from "../../kube/index.ts";

/** What the applications of a team may use and touch. */
export interface AppProject {
  readonly apiVersion: string;
  readonly kind: "AppProject";
  readonly metadata: ObjectMeta;
  readonly spec: AppProjectSpec;
  readonly status: AppProjectStatus;
}

export interface AppProjectSpec {
  readonly description?: string;
  /** Globs; `!` denies and always wins. */
  readonly sourceRepos?: readonly string[];
  readonly destinations?: readonly ProjectDestination[];
  /** Globs of namespaces, beside the server's own, whose Applications may use the project. */
  readonly sourceNamespaces?: readonly string[];
  /** Absent or empty: nothing cluster-scoped. */
  readonly clusterResourceWhitelist?: readonly ResourceRule[];
  readonly clusterResourceBlacklist?: readonly ResourceRule[];
  /** Absent: everything. Empty: nothing. */
  readonly namespaceResourceWhitelist?: readonly ResourceRule[];
  readonly namespaceResourceBlacklist?: readonly ResourceRule[];
  readonly roles?: readonly ProjectRole[];
  readonly syncWindows?: readonly SyncWindow[];
  /** Its presence turns the look-out on. */
  readonly orphanedResources?: OrphanedResources;
  readonly signatureKeys?: readonly { readonly keyID: string }[];
  readonly sourceIntegrity?: SourceIntegrity;
  readonly permitOnlyProjectScopedClusters?: boolean;
  /** The first that matches a destination decides who a sync acts as. */
  readonly destinationServiceAccounts?: readonly DestinationServiceAccount[];
}

export interface AppProjectStatus {
  /** A second copy of the tokens of all roles: a project applied from Git, which knows of none, does not revoke them. */
  readonly jwtTokensByRole?: Readonly<Record<string, { readonly items?: readonly ProjectToken[] }>>;
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

export interface ProjectRole {
  readonly name: string;
  readonly description?: string;
  /** Casbin lines: `p, proj:<project>:<role>, applications, get, <project>/*, allow`. */
  readonly policies?: readonly string[];
  /** SSO groups whose members have the role. */
  readonly groups?: readonly string[];
  readonly jwtTokens?: readonly ProjectToken[];
}

/** What is kept of an issued token; the token itself is known to its bearer only. */
export interface ProjectToken {
  /** Issued at, Unix seconds. */
  readonly iat: number;
  /** Expires at, Unix seconds; absent or 0: never. */
  readonly exp?: number;
  readonly id?: string;
}

/** A time in which syncs are allowed, or denied. */
export interface SyncWindow {
  readonly kind?: string;
  /** Five cron fields. */
  readonly schedule?: string;
  readonly duration?: string;
  readonly applications?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly clusters?: readonly string[];
  /** People may sync all the same. */
  readonly manualSync?: boolean;
  /** IANA name; UTC when absent. */
  readonly timeZone?: string;
  /** All of the lists that are given must match, not just one. */
  readonly andOperator?: boolean;
  /** A sync that began when it was allowed may end. */
  readonly syncOverrun?: boolean;
  readonly description?: string;
}

export interface OrphanedResources {
  readonly warn?: boolean;
  readonly ignore?: readonly { readonly group?: string; readonly kind?: string; readonly name?: string }[];
}

export interface SourceIntegrity {
  readonly git?: {
    readonly policies?: readonly {
      readonly repos?: readonly { readonly url: string }[];
      readonly gpg?: { readonly mode?: string; readonly keys?: readonly string[] };
    }[];
  };
}

export interface DestinationServiceAccount {
  readonly server: string;
  readonly namespace?: string;
  readonly defaultServiceAccount: string;
}
