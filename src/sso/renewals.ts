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

export function createRenewals({ clock }: { readonly clock: Pick<Clock, "schedule"> }): Renewals {
  const known = new Map<string, Promise<OidcTokens>>();

  return {
    share(refreshToken, renew) {
      const key = hash("sha256", refreshToken);
      const under = known.get(key);
      if (under !== undefined) return under;
      const renewal = renew();
      known.set(key, renewal);
      clock.schedule(rememberedMs, () => known.delete(key));
      return renewal;
    },
  };
}
