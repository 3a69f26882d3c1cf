import { homedir } from "node:os";
import path from "node:path";

/** The only place that reads the environment (beside `exec`, which passes a few names on to children). */
export interface Environment {
  readonly kubeconfig: string | undefined;
  /** Set inside a pod. */
  readonly serviceHost: string | undefined;
  readonly servicePort: string;
  /** The file of contexts: where local servers write how to reach them, and `login` what it got. */
  readonly contextFile: string;
  /** That of `argocd`, read while there is none of ours. */
  readonly argocdContextFile: string;
  /** Where a server of this cluster has its Applications and settings. */
  readonly namespace: string;
  /** Instead of what the contexts say. */
  readonly server: string | undefined;
  readonly authToken: string | undefined;
  /** Flags in front of those of each command, such as `--insecure --header "a: b"`. */
  readonly extraFlags: readonly string[];
  /** What NO_COLOR takes away. */
  readonly hasColors: boolean;
  /** Mirrors and other things that can be made again. */
  readonly cacheDirectory: string;
  /** What a person edits texts with; may have arguments. */
  readonly editor: string;
  /** What they look at differences with; may have arguments. */
  readonly externalDiff: string | undefined;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

export function readEnvironment(): Environment {
  const { VISUAL, EDITOR = "vi", KUBECTL_EXTERNAL_DIFF } = process.env;
  const {
    SILLAGE_SERVER,
    ARGOCD_SERVER,
    SILLAGE_AUTH_TOKEN,
    ARGOCD_AUTH_TOKEN,
    SILLAGE_OPTS,
    ARGOCD_OPTS = "",
    ARGOCD_CONFIG_DIR,
    NO_COLOR,
    SILLAGE_NAMESPACE,
    ARGOCD_NAMESPACE,
  } = process.env;
  const { KUBECONFIG, SILLAGE_CONFIG, XDG_CONFIG_HOME, XDG_CACHE_HOME, SILLAGE_LOG_LEVEL, KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT = "443" } = process.env;
  const level = (["debug", "info", "warn", "error", "silent"] as const).find((known) => known === SILLAGE_LOG_LEVEL);
  const configHome = XDG_CONFIG_HOME ?? path.join(homedir(), ".config");
  return {
    kubeconfig: KUBECONFIG === "" ? undefined : KUBECONFIG,
    serviceHost: KUBERNETES_SERVICE_HOST,
    servicePort: KUBERNETES_SERVICE_PORT,
    contextFile: SILLAGE_CONFIG ?? path.join(configHome, "sillage", "config"),
    argocdContextFile: path.join(ARGOCD_CONFIG_DIR ?? path.join(configHome, "argocd"), "config"),
    namespace: firstSet(SILLAGE_NAMESPACE, ARGOCD_NAMESPACE) ?? "argocd",
    server: firstSet(SILLAGE_SERVER, ARGOCD_SERVER),
    authToken: firstSet(SILLAGE_AUTH_TOKEN, ARGOCD_AUTH_TOKEN),
    extraFlags: splitWords(SILLAGE_OPTS ?? ARGOCD_OPTS),
    hasColors: NO_COLOR === undefined || NO_COLOR === "",
    cacheDirectory: path.join(XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "sillage"),
    editor: VISUAL ?? EDITOR,
    externalDiff: firstSet(KUBECTL_EXTERNAL_DIFF),
    logLevel: level ?? "info",
  };
}

function firstSet(...values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value !== "");
}

/** Words as a shell splits them, with double quotes only. */
function splitWords(text: string): readonly string[] {
  return (text.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', ""));
}
