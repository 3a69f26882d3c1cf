/** Which applications want which object, live or not. */
export interface Claims {
  /** Replaces what the instance wants; an empty list forgets it. */
  set(instance: string, ids: readonly string[]): void;
  /** The instances that want the object. */
  of(id: string): readonly string[];
}

export function createClaims(): Claims {
  const byInstance = new Map<string, readonly string[]>();
  const byId = new Map<string, Set<string>>();

  function forget(instance: string): void {
    for (const id of byInstance.get(instance) ?? []) {
      const claimants = byId.get(id);
      claimants?.delete(instance);
      if (claimants?.size === 0) byId.delete(id);
    }
    byInstance.delete(instance);
  }

  return {
    set(instance, ids) {
      forget(instance);
      if (ids.length > 0) byInstance.set(instance, ids);
      for (const id of ids) byId.set(id, (byId.get(id) ?? new Set()).add(instance));
    },
    of: (id) => [...(byId.get(id) ?? [])],
  };
}
