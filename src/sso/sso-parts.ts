import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { createOidcClient, type OidcClient } from "./oidc-client.ts";
import type { OidcConfig } from "./oidc-config.ts";

export interface SsoDeps {
  /** Now: settings are live, and the same object while they do not change. `undefined` while there is no SSO. */
  readonly getConfig: () => OidcConfig | undefined;
  /** `server.secretkey`. */
  readonly getSealKey: () => Uint8Array | undefined;
  readonly clock: Clock;
}

/** What one request works with. */
export interface SsoParts {
  readonly config: OidcConfig;
  readonly client: OidcClient;
  readonly key: Uint8Array;
}

/** Gives the parts by the settings of the moment. Throws `notFound` while SSO is not configured, `unavailable` while there is no key. */
export function createSsoParts({ getConfig, getSealKey, clock }: SsoDeps): () => SsoParts {
  let current: Pick<SsoParts, "config" | "client"> | undefined;

  return () => {
    const [config, key] = [getConfig(), getSealKey()];
    if (config === undefined) throw new SillageError("notFound", 'Single sign-on is not configured: set "oidc.config" in argocd-cm');
    if (key === undefined) throw new SillageError("unavailable", 'Secret "argocd-secret" has no "server.secretkey" yet');
    if (current?.config !== config) current = { config, client: createOidcClient({ clock }, config.client) };
    return { ...current, key };
  };
}
