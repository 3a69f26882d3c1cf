import type { Clock } from "../../async/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Log } from "../../log/index.ts";
import { createController, type Controller, type Informer, type Reconcile } from "../../runtime/index.ts";
import type { Caches } from "./caches.ts";
import { tolerateLateness } from "./tolerate-lateness.ts";

/** Which keys a change of an object wakes. */
export interface Trigger {
  readonly informer: Informer;
  readonly keysOf: (object: KubeObject) => readonly string[];
}

/** One control loop: a reconcile function and what wakes it. */
export interface Loop {
  readonly name: string;
  readonly reconcile: Reconcile;
  readonly triggers: readonly Trigger[];
  readonly concurrency?: number;
  /** Worked on once at the start, for loops that have something to do before anything exists. */
  readonly initialKeys?: readonly string[];
}

export interface Work {
  /** Works until the signal aborts and all reconciles under way have ended. */
  run(signal: AbortSignal): Promise<void>;
}

/** Loops over shared caches. Both the old and the new state of a changed object wake their keys; nothing is decided before all caches are full. */
export function createWork(deps: { readonly clock: Clock; readonly log: Log }, { caches, loops }: { readonly caches: Caches; readonly loops: readonly Loop[] }): Work {
  const controllers = loops.map((loop) =>
    subscribe(loop, createController({ ...deps, reconcile: tolerateLateness(loop.reconcile) }, { name: loop.name, concurrency: loop.concurrency ?? 4 })),
  );

  async function startWorkers(signal: AbortSignal): Promise<void> {
    try {
      await caches.awaitSync();
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    await Promise.all(controllers.map((controller) => controller.run(signal)));
  }

  return {
    async run(signal) {
      await Promise.all([caches.run(signal), startWorkers(signal)]);
    },
  };
}

function subscribe(loop: Loop, controller: Controller): Controller {
  for (const { informer, keysOf } of loop.triggers) {
    informer.onChange((change) => {
      for (const key of keysOf(change.object)) controller.enqueue(key);
      if (change.type === "modified") for (const key of keysOf(change.previous)) controller.enqueue(key);
    });
  }
  for (const key of loop.initialKeys ?? []) controller.enqueue(key);
  return controller;
}
