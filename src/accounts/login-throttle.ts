/** Failed logins by name, as Argo CD counts them. */
export interface LoginThrottle {
  /** Too many failures lately: whatever the password, the answer is no. */
  isBlocked(username: string): boolean;
  noteFailure(username: string, options: { readonly isKnown: boolean }): void;
  noteSuccess(username: string): void;
}

export interface ThrottleOptions {
  /** `ARGOCD_SESSION_FAILURE_MAX_FAIL_COUNT`; 0 switches the throttle off. */
  readonly maxFailures: number;
  /** `ARGOCD_SESSION_FAILURE_WINDOW_SECONDS`: counted from the last failure. */
  readonly windowMs: number;
  /** `ARGOCD_SESSION_MAX_CACHE_SIZE`: how many names that are no account are remembered. */
  readonly maxNames: number;
}

interface Failures {
  readonly count: number;
  readonly lastMs: number;
}

/**
 * Names that are accounts have a place of their own, so no flood of invented names can make one forgotten; of the invented ones the oldest goes first.
 * A blocked name counts no further: the block ends one window after the failure that caused it.
 */
export function createLoginThrottle(clock: { now(): number }, { maxFailures, windowMs, maxNames }: ThrottleOptions): LoginThrottle {
  const known = new Map<string, Failures>();
  const invented = new Map<string, Failures>();

  function get(username: string): Failures {
    const failures = known.get(username) ?? invented.get(username);
    return failures === undefined || clock.now() - failures.lastMs >= windowMs ? { count: 0, lastMs: 0 } : failures;
  }

  return {
    isBlocked: (username) => maxFailures > 0 && get(username).count >= maxFailures,
    noteFailure(username, { isKnown }) {
      const failures = { count: get(username).count + 1, lastMs: clock.now() };
      const names = isKnown ? known : invented;
      // Set anew, so that the map is in order of the last failure.
      names.delete(username);
      names.set(username, failures);
      for (const oldest of invented.keys()) {
        if (invented.size <= maxNames) break;
        invented.delete(oldest);
      }
    },
    noteSuccess(username) {
      known.delete(username);
      invented.delete(username);
    },
  };
}
