import { parseDurationMs } from "../api/index.ts";
import { getString, type KubeObject } from "../kube/index.ts";

/** `argocd-cm`, as far as we use it today. */
export interface Settings {
  /** `timeout.reconciliation`: how often repositories are polled; 0 means never. */
  readonly pollIntervalMs: number;
  /** `timeout.reconciliation.jitter`: up to this much is added. */
  readonly pollJitterMs: number;
  /** Keys whose values were not understood, with what was taken instead. */
  readonly problems: readonly string[];
}

/** Argo CD's defaults: together, each repository is looked at within three minutes. */
const defaults = { "timeout.reconciliation": 120_000, "timeout.reconciliation.jitter": 60_000 } as const;

/** A value that makes no sense leaves the default and is reported. */
export function parseSettings(configMap: KubeObject | undefined): Settings {
  const problems: string[] = [];
  function duration(key: keyof typeof defaults): number {
    const text = getString(configMap, "data", key);
    const parsed = text === undefined ? defaults[key] : parseDurationMs(text.trim());
    if (parsed === undefined) problems.push(`argocd-cm: "${key}" is "${text}", which is no duration such as 180s or 3m: ${defaults[key] / 1_000}s is used`);
    return parsed ?? defaults[key];
  }
  return { pollIntervalMs: duration("timeout.reconciliation"), pollJitterMs: duration("timeout.reconciliation.jitter"), problems };
}
