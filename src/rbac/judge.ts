import { LRUCache } from "lru-cache";
import { findRule, type AccessRequest, type PolicyIndex } from "./policy-index.ts";
import type { GrantLine, RuleLine } from "./policy-line.ts";

export interface Verdict {
  readonly allowed: boolean;
  readonly line: RuleLine;
  /** The grants that lead from the name to the subject of the line, none when it is the name itself. */
  readonly chain: readonly GrantLine[];
}

/** A role a name has, and how it came to it. */
interface Reached {
  readonly role: string;
  readonly from?: { readonly step: Reached; readonly grant: GrantLine };
}

/** Casbin follows that many grants and no more. */
const maximumSteps = 10;

/** Lines that count together. */
export interface Judge {
  /** What they say of one name, alone: a matching denial wins over any permission. `undefined` when no line matches. */
  decide(name: string, request: AccessRequest): Verdict | undefined;
  /** Whether some grant gives the name a role. */
  hasRole(name: string): boolean;
}

/** The roles of so many names are remembered: a list asks the same name for each of its items. */
const rememberedNames = 1_000;

export function createJudge(indexes: readonly PolicyIndex[]): Judge {
  const known = new LRUCache<string, readonly Reached[]>({ max: rememberedNames });

  function rolesOf(name: string): readonly Reached[] {
    const roles = known.get(name) ?? findRoles(indexes, name);
    known.set(name, roles);
    return roles;
  }

  return {
    decide(name, request) {
      const roles = rolesOf(name);
      return findVerdict(indexes, { roles, request, effect: "deny" }) ?? findVerdict(indexes, { roles, request, effect: "allow" });
    },
    hasRole: (name) => indexes.some((index) => index.grants.has(name)),
  };
}

/** The name itself and every role it has by grants, the nearest first. */
function findRoles(indexes: readonly PolicyIndex[], name: string): readonly Reached[] {
  const reached: Reached[] = [{ role: name }];
  const seen = new Set([name]);
  let nearest: readonly Reached[] = reached;
  for (let steps = 0; steps < maximumSteps && nearest.length > 0; steps += 1) {
    const next: Reached[] = [];
    for (const step of nearest) {
      for (const index of indexes) {
        for (const grant of index.grants.get(step.role) ?? []) {
          if (seen.has(grant.role)) continue;
          seen.add(grant.role);
          next.push({ role: grant.role, from: { step, grant } });
        }
      }
    }
    reached.push(...next);
    nearest = next;
  }
  return reached;
}

interface Search {
  readonly roles: readonly Reached[];
  readonly request: AccessRequest;
  readonly effect: "deny" | "allow";
}

function findVerdict(indexes: readonly PolicyIndex[], { roles, request, effect }: Search): Verdict | undefined {
  for (const reached of roles) {
    for (const index of indexes) {
      const rules = index.rules.get(reached.role);
      const line = rules === undefined ? undefined : findRule(rules[effect], request);
      if (line !== undefined) return { allowed: effect === "allow", line, chain: chainTo(reached) };
    }
  }
  return undefined;
}

function chainTo({ from }: Reached): readonly GrantLine[] {
  return from === undefined ? [] : [...chainTo(from.step), from.grant];
}
