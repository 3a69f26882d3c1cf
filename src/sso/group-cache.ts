import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../async/index.ts";
import { getNumber } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { subjectOf } from "./companion.ts";
import type { OidcClient } from "./oidc-client.ts";
import type { Claims } from "./verify-id-token.ts";

export interface GroupRequest {
  readonly client: Pick<OidcClient, "fetchUserInfo">;
  readonly accessToken: string;
  /** Of the ID token: the groups are kept no longer than it lives. */
  readonly claims: Claims;
  readonly cacheMs?: number;
}

interface Known {
  readonly groups: unknown;
  readonly untilMs: number;
}

const most = 10_000;

/** The `groups` of the user info, asked for once per access token and time. */
export function createGroupCache({ clock }: { readonly clock: Pick<Clock, "now"> }): { get(ctx: Context, request: GroupRequest): Promise<unknown> } {
  const known = new LRUCache<string, Known>({ max: most });

  return {
    async get(ctx, { client, accessToken, claims, cacheMs = Number.POSITIVE_INFINITY }) {
      const key = hash("sha256", accessToken);
      const found = known.get(key);
      if (found !== undefined && clock.now() < found.untilMs) return found.groups;
      const { groups = [] } = await client.fetchUserInfo(ctx, { accessToken, subject: subjectOf(claims) });
      known.set(key, { groups, untilMs: Math.min((getNumber(claims, "exp") ?? 0) * 1_000, clock.now() + cacheMs) });
      return groups;
    },
  };
}
