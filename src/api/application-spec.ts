import type { ApplicationSource } from "./application-source.ts";

export interface ApplicationSpec {
  readonly project: string;
  readonly source?: ApplicationSource;
  /** Wins over `source`; the manifests of all entries together, a later duplicate wins. */
  readonly sources?: readonly ApplicationSource[];
  readonly destination: Destination;
  readonly syncPolicy?: SyncPolicy;
  readonly ignoreDifferences?: readonly IgnoreRule[];
  readonly info?: readonly InfoItem[];
  readonly revisionHistoryLimit?: number;
}

/** Exactly one of `server` and `name` says which cluster. */
export interface Destination {
  readonly server?: string;
  readonly name?: string;
  /** For namespaced objects that name no namespace themselves. */
  readonly namespace?: string;
}

export interface SyncPolicy {
  /** Present, even empty, means automated, unless `enabled` is false. */
  readonly automated?: AutomatedPolicy;
  readonly syncOptions?: readonly string[];
  readonly retry?: RetryPolicy;
  readonly managedNamespaceMetadata?: NamespaceMetadata;
}

export interface AutomatedPolicy {
  readonly enabled?: boolean;
  readonly prune?: boolean;
  readonly selfHeal?: boolean;
  readonly allowEmpty?: boolean;
}

export interface RetryPolicy {
  /** Below zero: without end. */
  readonly limit?: number;
  readonly backoff?: { readonly duration?: string; readonly factor?: number; readonly maxDuration?: string };
  /** Resolve the revision again for each retry. */
  readonly refresh?: boolean;
}

export interface NamespaceMetadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Differences that do not count. `group` and `kind` are globs; a missing `name` or `namespace` matches any. */
export interface IgnoreRule {
  readonly group?: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
  readonly managedFieldsManagers?: readonly string[];
}

export interface InfoItem {
  readonly name: string;
  readonly value: string;
}
