import type { ApplicationEvent } from "./deps.ts";

/** Events a reader has not taken yet, at most one for each application: a newer state replaces an older one. */
export interface PendingEvents {
  offer(event: ApplicationEvent): void;
  /** The event that has waited longest. */
  take(): ApplicationEvent | undefined;
}

export function createPendingEvents(): PendingEvents {
  const pending = new Map<string, ApplicationEvent>();
  return {
    offer({ type, application }) {
      // An application that was deleted and made again is another one: its end must not be lost.
      const key = application.metadata.uid ?? application.metadata.name ?? "";
      const isNewToReader = pending.get(key)?.type === "ADDED" && type === "MODIFIED";
      pending.set(key, { type: isNewToReader ? "ADDED" : type, application });
    },
    take() {
      for (const [key, event] of pending) {
        pending.delete(key);
        return event;
      }
      return undefined;
    },
  };
}
