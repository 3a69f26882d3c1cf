import type { Log } from "../log/index.ts";
import { parseSsoSettings, type OidcConfig } from "../sso/index.ts";
import type { SettingsSource } from "./settings-source.ts";

export interface SsoConfigDeps {
  readonly settings: Pick<SettingsSource, "getConfigMap" | "resolveSecret" | "onChange">;
  readonly log: Log;
}

/** `oidc.config` of `argocd-cm` as it is now: the very same while it says the same. What makes no sense is logged when it turns up and leaves the last good one. */
export function createSsoConfigView({ settings, log }: SsoConfigDeps): () => OidcConfig | undefined {
  let isCurrent = false;
  let config: OidcConfig | undefined;
  let known: readonly string[] = [];
  settings.onChange(() => (isCurrent = false));

  return function getConfig() {
    if (isCurrent) return config;
    isCurrent = true;
    const parsed = parseSsoSettings({ configMap: settings.getConfigMap("argocd-cm"), resolve: (reference) => settings.resolveSecret(reference) }, config);
    for (const { key, message } of parsed.problems) if (!known.includes(message)) log.warn("Setting not understood", { object: "argocd-cm", key, problem: message });
    known = parsed.problems.map(({ message }) => message);
    if (JSON.stringify(parsed.config) !== JSON.stringify(config)) config = parsed.config;
    return config;
  };
}
