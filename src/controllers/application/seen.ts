import type { Application, ApplicationCondition, OperationState, Rollback, SourceType } from "../../api/index.ts";
import type { SillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Comparison } from "./compare.ts";
import type { Target } from "./target.ts";

/** What the stages of one reconcile found out. The status is computed from this, and from nothing else but the last status. */
export interface Seen {
  /** What is wrong with the spec. Then nothing else was looked at. */
  invalid?: readonly string[];
  /** Why Git or rendering failed. */
  comparisonError?: SillageError;
  /** What the objects were compared with. */
  target?: Target;
  sourceTypes?: readonly SourceType[];
  comparison?: Comparison;
  warnings?: readonly ApplicationCondition[];
  /** What belongs to no Application, where the project warns of that. */
  orphans?: readonly KubeObject[] | undefined;
  /** The operation after this step; as it was when there is none. */
  operation?: OperationState;
  /** Why automation does not sync. */
  refusal?: string | undefined;
  /** The sync window that keeps automation from syncing now. */
  hold?: string | undefined;
  rollback?: Rollback | undefined;
}

/** An application and what was seen of it. */
export interface Sighting {
  readonly app: Application;
  readonly seen: Seen;
  /** RFC 3339 */
  readonly now: string;
}
