/** Where a line of a policy stands: a key of `argocd-rbac-cm`, a file, a project's role, or the built-in policy. */
export interface LinePlace {
  readonly source: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** `p, subject, resource, action, object, effect`. */
export interface RuleLine extends LinePlace {
  readonly kind: "rule";
  readonly subject: string;
  readonly resource: string;
  readonly action: string;
  readonly object: string;
  /** Only `allow` and `deny` mean something. */
  readonly effect: string;
}

/** `g, member, role`. */
export interface GrantLine extends LinePlace {
  readonly kind: "grant";
  readonly member: string;
  readonly role: string;
}

export type PolicyLine = RuleLine | GrantLine;

/** Something in a policy or its settings that was not understood. */
export interface PolicyProblem {
  /** The key or file. */
  readonly source: string;
  readonly line?: number;
  readonly message: string;
}

export type MatchMode = "glob" | "regex";
