import { homedir } from "node:os";
import path from "node:path";

/** The only place that reads the environment (beside `exec`, which passes a few names on to children). */
export interface Environment {
  readonly kubeconfig: string | undefined;
  /** Set inside a pod. */
  readonly serviceHost: string | undefined;
  readonly servicePort: string;
  /** The context file: where local servers write how to reach them. */
  readonly contextFile: string;
  /** Mirrors and other things that can be made again. */
  readonly cacheDirectory: string;
  /** What a person edits texts with; may have arguments. */
  readonly editor: string;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

export function readEnvironment(): Environment {
  const { VISUAL, EDITOR = "vi" } = process.env;
  const { KUBECONFIG, SILLAGE_CONFIG, XDG_CONFIG_HOME, XDG_CACHE_HOME, SILLAGE_LOG_LEVEL, KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT = "443" } = process.env;
  const level = (["debug", "info", "warn", "error", "silent"] as const).find((known) => known === SILLAGE_LOG_LEVEL);
  return {
    kubeconfig: KUBECONFIG === "" ? undefined : KUBECONFIG,
    serviceHost: KUBERNETES_SERVICE_HOST,
    servicePort: KUBERNETES_SERVICE_PORT,
    contextFile: SILLAGE_CONFIG ?? path.join(XDG_CONFIG_HOME ?? path.join(homedir(), ".config"), "sillage", "config"),
    cacheDirectory: path.join(XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "sillage"),
    editor: VISUAL ?? EDITOR,
    logLevel: level ?? "info",
  };
}
