import { hash } from "node:crypto";
import type { Clock } from "../async/index.ts";
import type { OidcTokens } from "./oidc-client.ts";

/** Renewals under way and just done. */
export interface Renewals {
  /** Runs once for each refresh token, whoever asks meanwhile or shortly after: most providers take a token a single time. */
  share(refreshToken: string, renew: () => Promise<OidcTokens>): Promise<OidcTokens>;
}

/** A browser sends requests side by side, all with the old cookies. */
const rememberedMs = 60_000;

export function createRenewals({ clock }: { readonly clock: Pick<Clock, "now"> }): Renewals {
  const known = new Map<string, { readonly startedMs: number; readonly renewal: Promise<OidcTokens> }>();

  return {
    share(refreshToken, renew) {
      const nowMs = clock.now();
      for (const [key, { startedMs }] of known) if (startedMs <= nowMs - rememberedMs) known.delete(key);
      const key = hash("sha256", refreshToken);
      const { renewal } = known.get(key) ?? { renewal: renew() };
      if (!known.has(key)) known.set(key, { startedMs: nowMs, renewal });
      return renewal;
    },
  };
}
