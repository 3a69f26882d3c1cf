import type { OperationState } from "../../api/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { ComparedObject, DesiredObject, DesiredState } from "../../sync/index.ts";
import type { RenderedSource } from "./deps.ts";
import type { Target } from "./target.ts";

/** The manifests of a target. */
export interface Loaded {
  readonly target: Target;
  readonly rendered: readonly RenderedSource[];
  readonly desired: DesiredState;
}

/** The verdict on one object, good for this very pair. */
export interface KnownComparison {
  readonly desired: DesiredObject;
  readonly live: KubeObject | undefined;
  readonly compared: ComparedObject;
}

/** What one application need not work out again. A cache: losing it costs time, nothing else. */
export interface AppMemory {
  /** Destination and options the rest was worked out for. */
  scope: string;
  /** By target; the newest few. */
  readonly loaded: Map<string, Loaded>;
  readonly compared: Map<string, KnownComparison>;
  /** Verdicts of the server on differences, by fingerprint of both sides. */
  readonly verdicts: Map<string, Verdict>;
  /** Which older target has the same content as the newest. */
  settled: { readonly newest: Target; readonly compared: Target | undefined; readonly effective: Target } | undefined;
  claimed: DesiredState | undefined;
  /** The last target that Git gave. */
  newest: Target | undefined;
  watchesRecorded: boolean;
  failingSinceMs: number | undefined;
  /** An operation that has ended and is not in the status yet. */
  unreported: { readonly operation: OperationState; readonly untilMs: number } | undefined;
}

export type Verdict = { readonly kind: "equal" } | { readonly kind: "different"; readonly problem?: string; readonly untilMs?: number };

export function createMemory(): AppMemory {
  return {
    scope: "",
    loaded: new Map(),
    compared: new Map(),
    verdicts: new Map(),
    settled: undefined,
    claimed: undefined,
    newest: undefined,
    watchesRecorded: false,
    failingSinceMs: undefined,
    unreported: undefined,
  };
}

/** Forgets what depends on the spec when that has changed. */
export function enterScope(memory: AppMemory, scope: string): void {
  if (memory.scope === scope) return;
  memory.scope = scope;
  memory.loaded.clear();
  memory.compared.clear();
  memory.verdicts.clear();
  memory.settled = undefined;
  memory.newest = undefined;
}
