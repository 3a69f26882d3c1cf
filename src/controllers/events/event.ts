/** Argo CD's reasons; which of them are told of is a setting. */
export const eventReasons = ["StatusRefreshed", "ResourceCreated", "ResourceUpdated", "ResourceDeleted", "ResourceActionRan", "OperationStarted", "OperationCompleted"] as const;

export type EventReason = (typeof eventReasons)[number];

/** What an event says. */
export interface EventFact {
  readonly type: "Normal" | "Warning";
  readonly reason: EventReason;
  readonly message: string;
}

/** What an event is about. */
export interface EventSubject {
  readonly kind: "Application" | "AppProject";
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
}
