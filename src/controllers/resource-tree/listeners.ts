/** Who wants to hear of which application. */
export interface Listeners {
  readonly isEmpty: () => boolean;
  /** Returns the way to stop. */
  readonly add: (instance: string, handler: () => void) => () => void;
  readonly announce: (instances: Iterable<string>) => void;
}

export function createListeners(): Listeners {
  const byInstance = new Map<string, Set<() => void>>();
  return {
    isEmpty: () => byInstance.size === 0,
    add(instance, handler) {
      const handlers = byInstance.get(instance) ?? new Set();
      byInstance.set(instance, handlers.add(handler));
      return () => {
        handlers.delete(handler);
        if (handlers.size === 0 && byInstance.get(instance) === handlers) byInstance.delete(instance);
      };
    },
    announce(instances) {
      for (const instance of new Set(instances)) for (const handler of byInstance.get(instance) ?? []) handler();
    },
  };
}
