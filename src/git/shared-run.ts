/** Something that runs once at a time, for all who ask. */
export interface SharedRun<A, R> {
  /** The run under way, or a new one. */
  join(argument: A, signal: AbortSignal): Promise<R>;
  /** A run that begins after this call: one under way may have looked too early. All who ask meanwhile share it. */
  renew(argument: A, signal: AbortSignal): Promise<R>;
}

/** Callers may leave by their signal; the run itself goes on for the others. */
export function createSharedRun<A, R>(run: (argument: A) => Promise<R>): SharedRun<A, R> {
  let current: Promise<R> | undefined;
  let next: Promise<R> | undefined;

  function begin(argument: A): Promise<R> {
    const started = run(argument).finally(() => {
      if (current === started) current = undefined;
    });
    current = started;
    return started;
  }

  function follow(before: Promise<R>, argument: A): Promise<R> {
    const start = (): Promise<R> => {
      next = undefined;
      return begin(argument);
    };
    return before.then(start, start);
  }

  return {
    join: (argument, signal) => leaveOnAbort(current ?? begin(argument), signal),
    renew(argument, signal) {
      if (current === undefined) return leaveOnAbort(begin(argument), signal);
      next ??= follow(current, argument);
      return leaveOnAbort(next, signal);
    },
  };
}

function leaveOnAbort<R>(promise: Promise<R>, signal: AbortSignal): Promise<R> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
