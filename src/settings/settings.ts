import { getStringMap, type KubeObject } from "../kube/index.ts";
import { createSettingReader, type SettingProblem } from "./setting-reader.ts";

/** `argocd-cm` as values, but for accounts, SSO and global projects, which are read where they are understood. */
export interface Settings {
  /** `timeout.reconciliation`: how often repositories are polled; 0 means never. */
  readonly pollIntervalMs: number;
  /** `timeout.reconciliation.jitter`: up to this much is added. */
  readonly pollJitterMs: number;
  /** Where people reach us; empty when nobody has said. */
  readonly url: string;
  readonly additionalUrls: readonly string[];
  readonly instanceLabelKey: string;
  readonly trackingMethod: "annotation" | "label" | "annotation+label";
  readonly installationId: string;
  /** `server.rbac.disableApplicationFineGrainedRBACInheritance` switched off: `update` and `delete` then include the objects of an application. */
  readonly isFineGrainedInheritanceOn: boolean;
  /** A rollback needs the action `rollback` rather than `sync`. */
  readonly isRollbackEnforced: boolean;
  /** A sync to another revision than the spec's needs the action `override`. */
  readonly isOverridePrivilegeRequired: boolean;
  /** More pods than this in one request for logs are refused. */
  readonly maxPodLogs: number;
  readonly isExecEnabled: boolean;
  readonly isInClusterEnabled: boolean;
  readonly isImpersonationEnabled: boolean;
  /** Globs of label keys that events take over from applications and projects, and of those they do not. */
  readonly eventLabels: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly statusBadge: { readonly isEnabled: boolean; readonly url: string };
  readonly ui: UiSettings;
}

interface UiSettings {
  readonly cssUrl: string;
  readonly bannerContent: string;
  readonly bannerUrl: string;
  readonly isBannerPermanent: boolean;
  readonly bannerPosition: string;
  readonly chatUrl: string;
  readonly chatText: string;
  /** `help.download.<os>-<arch>`: where the command line can be had. */
  readonly binaryUrls: Readonly<Record<string, string>>;
}

export interface ParsedSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingProblem[];
  /** By key, the text that counts: what is to be given as `lastGood` the next time. */
  readonly good: Readonly<Record<string, string>>;
}

/** A value that makes no sense is reported and leaves what `lastGood` says of its key, or the default. */
export function parseSettings(configMap: KubeObject | undefined, lastGood: Readonly<Record<string, string>> = {}): ParsedSettings {
  const reader = createSettingReader(getStringMap(configMap, "data"), lastGood);
  const settings: Settings = {
    pollIntervalMs: reader.durationMs("timeout.reconciliation", 120_000),
    pollJitterMs: reader.durationMs("timeout.reconciliation.jitter", 60_000),
    url: reader.text("url"),
    additionalUrls: reader.list("additionalUrls"),
    instanceLabelKey: reader.text("application.instanceLabelKey", "app.kubernetes.io/instance"),
    trackingMethod: reader.choice("application.resourceTrackingMethod", ["annotation", "label", "annotation+label"]),
    installationId: reader.text("installationID"),
    isFineGrainedInheritanceOn: !reader.flag("server.rbac.disableApplicationFineGrainedRBACInheritance", true),
    isRollbackEnforced: reader.flag("server.rbac.rollback.enforce.enable", false),
    isOverridePrivilegeRequired: reader.flag("application.sync.requireOverridePrivilegeForRevisionSync", false),
    maxPodLogs: reader.count("server.maxPodLogsToRender", 10),
    isExecEnabled: reader.flag("exec.enabled", false),
    isInClusterEnabled: reader.flag("cluster.inClusterEnabled", true),
    isImpersonationEnabled: reader.flag("application.sync.impersonation.enabled", false),
    eventLabels: { include: splitKeys(reader.text("resource.includeEventLabelKeys")), exclude: splitKeys(reader.text("resource.excludeEventLabelKeys")) },
    statusBadge: { isEnabled: reader.flag("statusbadge.enabled", false), url: reader.text("statusbadge.url") },
    ui: {
      cssUrl: reader.text("ui.cssurl"),
      bannerContent: reader.text("ui.bannercontent"),
      bannerUrl: reader.text("ui.bannerurl"),
      isBannerPermanent: reader.flag("ui.bannerpermanent", false),
      bannerPosition: reader.text("ui.bannerposition"),
      chatUrl: reader.text("help.chatUrl"),
      chatText: reader.text("help.chatText"),
      binaryUrls: reader.below("help.download."),
    },
  };
  return { settings, problems: reader.problems, good: reader.good };
}

function splitKeys(text: string): readonly string[] {
  return text
    .split(",")
    .map((key) => key.trim())
    .filter((key) => key !== "");
}
