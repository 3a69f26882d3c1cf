import type { GlobalProjectRule } from "../api/index.ts";
import { getStringMap, type KubeObject } from "../kube/index.ts";
import type { Log } from "../log/index.ts";
import { parseRbacSettings, type RbacSettings } from "../rbac/index.ts";
import { parseGlobalProjects, parseSettings, type Settings } from "../settings/index.ts";
import { parseSsoSettings, type OidcConfig } from "../sso/index.ts";
import { createSettingView, type SettingView } from "./setting-view.ts";

export function createGeneralView(log: Log, read: () => KubeObject | undefined): SettingView<Settings> {
  let lastGood: Readonly<Record<string, string>> = {};
  return createSettingView<KubeObject | undefined, Settings>(log, {
    object: "argocd-cm",
    read,
    parse(configMap) {
      const { settings, problems, good } = parseSettings(configMap, lastGood);
      lastGood = good;
      return { value: settings, problems };
    },
  });
}

export function createRbacView(log: Log, read: () => KubeObject | undefined): SettingView<RbacSettings> {
  return createSettingView<KubeObject | undefined, RbacSettings>(log, {
    object: "argocd-rbac-cm",
    read,
    parse(configMap, last) {
      const { settings, problems } = parseRbacSettings(getStringMap(configMap, "data"), last);
      return { value: settings, problems: problems.map(({ source, line, message }) => ({ key: source, message: line === undefined ? message : `line ${line}: ${message}` })) };
    },
  });
}

/** Read from the text, so that the rules are the same ones while it says the same. */
export function createGlobalProjectsView(log: Log, read: () => string | undefined): SettingView<readonly GlobalProjectRule[]> {
  return createSettingView<string | undefined, readonly GlobalProjectRule[]>(log, {
    object: "argocd-cm",
    read,
    parse(text, last) {
      const { rules, problems } = parseGlobalProjects(text, last);
      return { value: rules, problems };
    },
  });
}

export interface SsoSources {
  /** Another number after each change of any object: the configuration refers to Secrets. */
  readonly countChanges: () => number;
  readonly getConfigMap: () => KubeObject | undefined;
  readonly resolve: (reference: string) => string | undefined;
}

/** The very same configuration while it says the same. */
export function createSsoView(log: Log, { countChanges, getConfigMap, resolve }: SsoSources): SettingView<OidcConfig | undefined> {
  return createSettingView<number, OidcConfig | undefined>(log, {
    object: "argocd-cm",
    read: countChanges,
    parse(_changes, last) {
      const { config, problems } = parseSsoSettings({ configMap: getConfigMap(), resolve }, last);
      return { value: JSON.stringify(config) === JSON.stringify(last) ? last : config, problems };
    },
  });
}
