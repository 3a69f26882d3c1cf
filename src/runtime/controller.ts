import { randomUUID } from "node:crypto";
import type { Clock } from "../async/index.ts";
import { describeError, isSillageError } from "../errors/index.ts";
import type { Log } from "../log/index.ts";
import type { Reconcile } from "./reconcile.ts";
import { createWorkQueue } from "./work-queue.ts";

/** Sees what becomes of the keys of one controller, for measures and traces. Must not throw. */
export interface KeyObserver {
  /** Somebody asked for a reconcile of this key. */
  added(key: string): void;
  /** It failed and comes again. */
  retried(key: string): void;
  /** Around each reconcile. */
  reconcile<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export interface ControllerDeps {
  readonly reconcile: Reconcile;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1), for the jitter of retries. `Math.random` when left out. */
  readonly random?: () => number;
  /** Told of this controller as it is made. */
  readonly observe?: ((controller: { readonly name: string; readonly getDepth: () => number }) => KeyObserver) | undefined;
}

export interface ControllerOptions {
  /** For the log. */
  readonly name: string;
  /** What the keys name, for the log. */
  readonly kind?: string;
  /** How many keys are worked on at the same time; one key never is by two. */
  readonly concurrency: number;
}

export interface Controller {
  /** Asks for a reconcile of this key. May be called before `run` and from anywhere. */
  enqueue(key: string, options?: { readonly delayMs?: number }): void;
  /** Works until the signal aborts, then waits for the reconciles under way. Never throws: a failing reconcile is logged and tried again. */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Runs a reconcile function over a queue of keys. Throwing means another try after a backoff that grows per key; a terminal error waits until the key is
 * enqueued again; an abort is no failure.
 */
export function createController(deps: ControllerDeps, options: ControllerOptions): Controller {
  const { clock, random = Math.random } = deps;
  const controllerLog = deps.log.with({ controller: options.name });
  const queue = createWorkQueue({ clock, random });
  const observer = deps.observe?.({ name: options.name, getDepth: () => queue.getDepth() }) ?? noObserver;

  async function process(key: string, signal: AbortSignal): Promise<void> {
    const log = controllerLog.with({ ...(options.kind === undefined ? { key } : { object: `${options.kind}/${key}` }), reconcileId: randomUUID() });
    try {
      const { requeueAfterMs } = await observer.reconcile(key, () => deps.reconcile({ signal, log }, key));
      queue.forget(key);
      if (requeueAfterMs !== undefined) queue.add(key, { delayMs: requeueAfterMs });
    } catch (error) {
      if (!signal.aborted) retry(key, { error, log });
    }
  }

  function retry(key: string, failure: { readonly error: unknown; readonly log: Log }): void {
    const { error, log } = failure;
    if (isSillageError(error) && error.terminal) {
      queue.forget(key);
      log.warn("Reconcile failed for good", { error: describeError(error) });
      return;
    }
    const retryMs = queue.addRateLimited(key);
    observer.retried(key);
    log.warn("Reconcile failed", { error: describeError(error), retryMs });
  }

  async function work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const key = await take(signal);
      if (key === undefined) return;
      await process(key, signal);
      queue.done(key);
    }
  }

  async function take(signal: AbortSignal): Promise<string | undefined> {
    try {
      return await queue.take(signal);
    } catch {
      // Only an abort ends the wait.
      return undefined;
    }
  }

  return {
    enqueue(key, when) {
      observer.added(key);
      queue.add(key, when);
    },
    async run(signal) {
      await Promise.all(Array.from({ length: options.concurrency }, () => work(signal)));
      queue.close();
    },
  };
}

const noObserver: KeyObserver = { added: () => undefined, retried: () => undefined, reconcile: (_key, work) => work() };
