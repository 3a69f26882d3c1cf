import type { Application, ApplicationStatus } from "../../api/index.ts";
import type { KubeClient } from "../../kube/index.ts";
import type { Change, ControllerDeps } from "../../runtime/index.ts";
import { noTracing, type Tracer } from "../../trace/index.ts";

/** Sees what becomes of Applications, for measures and events: told of what it has a method for. Must neither throw nor wait. */
export interface ApplicationObserver {
  /** A look at it has ended, well or not. */
  reconciled?(app: Application, look: { readonly tookMs: number; readonly orphans: number }): void;
  /** A status was written in place of the one that the application has here. */
  reported?(before: Application, status: ApplicationStatus): void;
  deletionFailed?(app: Application, message: string): void;
  forgotten?(ref: { readonly namespace: string; readonly name: string }): void;
  /** Something in the cluster has changed, be it of an application or not. */
  changed?(change: Change): void;
}

/** What looks on while Applications are worked on. */
export interface Instruments {
  readonly observers: readonly ApplicationObserver[];
  /** The client as the application uses it, to count its requests. */
  readonly countRequests: (client: KubeClient, app: Application) => KubeClient;
  readonly tracer: Tracer;
  readonly observeQueue: ControllerDeps["observe"];
}

export const noInstruments: Instruments = { observers: [], countRequests: (client) => client, tracer: noTracing, observeQueue: undefined };

/** One observer for several. */
export function tellAll(observers: readonly ApplicationObserver[]): Required<ApplicationObserver> {
  return {
    reconciled: (app, look) => observers.forEach((observer) => observer.reconciled?.(app, look)),
    reported: (before, status) => observers.forEach((observer) => observer.reported?.(before, status)),
    deletionFailed: (app, message) => observers.forEach((observer) => observer.deletionFailed?.(app, message)),
    forgotten: (ref) => observers.forEach((observer) => observer.forgotten?.(ref)),
    changed: (change) => observers.forEach((observer) => observer.changed?.(change)),
  };
}
