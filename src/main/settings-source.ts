import { createAccountsView, type AccountsView } from "../accounts/index.ts";
import type { GlobalProjectRule } from "../api/index.ts";
import type { GitAccess } from "../git/index.ts";
import { getString, getStringMap, type KubeObject } from "../kube/index.ts";
import type { Context, Log } from "../log/index.ts";
import { parseRbacSettings, type RbacSettings } from "../rbac/index.ts";
import { computeGitAccess, findRepositoryScope, parseGlobalProjects, parseSettings, readSecretKey, type Settings } from "../settings/index.ts";
import { createSettingView, type ReportedProblem, type SettingView } from "./setting-view.ts";
import { createSettingsObjects, type SettingsDeps, type SettingsMapName, type SettingsObjects } from "./settings-objects.ts";

/**
 * The settings as they are now. What a getter gives is the very same value until its object changes; a value that makes no sense is logged once and leaves
 * the last good one.
 */
export interface SettingsSource extends Pick<SettingsObjects, "onChange" | "synced" | "run" | "listSecrets"> {
  /** `argocd-cm`. */
  get(): Settings;
  /** `argocd-rbac-cm`. */
  getRbac(): RbacSettings;
  readonly accounts: AccountsView;
  /** The very same list while it says the same. */
  getGlobalProjects(): readonly GlobalProjectRule[];
  onGlobalProjects(handler: () => void): void;
  /** `application.namespaces` of `argocd-cmd-params-cm`, for the start: a change needs another one, as with Argo CD. */
  getApplicationNamespaces(): string;
  getConfigMap(name: SettingsMapName): KubeObject | undefined;
  /** `argocd-secret`. */
  getSecret(): KubeObject | undefined;
  /** What `$key` means in `argocd-secret`, and `$name:key` in a Secret labelled as part of Argo CD. */
  resolveSecret(reference: string): string | undefined;
  /** For applications of a project. `own` is the repository's Secret when it is not, or not yet, one that is kept. */
  getAccess(url: string, options?: { readonly project?: string; readonly own?: KubeObject }): GitAccess;
  /** The project when it has a repository of its own at this URL, whose credentials are for nobody else; empty otherwise. */
  findScope(url: string, project: string): string;
  /** `webhook.github.secret`. */
  getWebhookSecret(): string | undefined;
  /** What does not make sense at the moment. */
  getProblems(): readonly ReportedProblem[];
}

export interface SettingsSourceOptions {
  readonly namespace: string;
  /** Git calls nobody on this machine: for servers that others reach. */
  readonly isLoopbackRefused?: boolean;
}

/** Needs `run` and `synced` before anything is read. */
export async function createSettingsSource(ctx: Context, deps: SettingsDeps, options: SettingsSourceOptions): Promise<SettingsSource> {
  const objects = await createSettingsObjects(ctx, deps, options);
  const getConfigMap = (name: SettingsMapName): KubeObject | undefined => objects.getConfigMap(name);
  const getSecret = (): KubeObject | undefined => objects.getSecret("argocd-secret");
  const general = createGeneralView(ctx.log, () => getConfigMap("argocd-cm"));
  const rbac = createRbacView(ctx.log, () => getConfigMap("argocd-rbac-cm"));
  const globalProjects = createGlobalProjectsView(ctx.log, () => getString(getConfigMap("argocd-cm"), "data", "globalProjects"));
  const accounts = createAccountsView({ getConfigMap: () => getConfigMap("argocd-cm"), getSecret, log: ctx.log });
  objects.onChange(() => void [general.get(), rbac.get(), globalProjects.get(), accounts.get()]);
  return {
    ...objects,
    get: () => general.get(),
    getRbac: () => rbac.get(),
    accounts,
    getGlobalProjects: () => globalProjects.get(),
    onGlobalProjects(handler) {
      let known = globalProjects.get();
      objects.onChange(() => {
        if (globalProjects.get() === known) return;
        known = globalProjects.get();
        handler();
      });
    },
    getApplicationNamespaces: () => getString(getConfigMap("argocd-cmd-params-cm"), "data", "application.namespaces") ?? "",
    getSecret,
    resolveSecret(reference) {
      const [name, key] = splitReference(reference);
      return readSecretKey(objects.getSecret(name), key);
    },
    getConfigMap,
    findScope: (url, project) => findRepositoryScope(url, { project, secrets: objects.listSecrets("repository") }),
    getAccess: (url, { own, project = readSecretKey(own, "project") ?? "" } = {}) => ({
      ...computeGitAccess(url, {
        project,
        secrets: own === undefined ? objects.listSecrets("repository", "repo-creds") : [own, ...objects.listSecrets("repo-creds")],
        knownHosts: getConfigMap("argocd-ssh-known-hosts-cm"),
        tlsCertificates: getConfigMap("argocd-tls-certs-cm"),
      }),
      ...(options.isLoopbackRefused === true ? { isLoopbackRefused: true } : {}),
    }),
    getWebhookSecret: () => readSecretKey(getSecret(), "webhook.github.secret"),
    getProblems: () => [
      ...[general, globalProjects, rbac].flatMap((view) => view.getProblems()),
      ...accounts.get().problems.map((problem) => ({ object: getString(getSecret(), "data", problem.key) === undefined ? "argocd-cm" : "argocd-secret", ...problem })),
    ],
  };
}

function createGeneralView(log: Log, read: () => KubeObject | undefined): SettingView<Settings> {
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

function createRbacView(log: Log, read: () => KubeObject | undefined): SettingView<RbacSettings> {
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
function createGlobalProjectsView(log: Log, read: () => string | undefined): SettingView<readonly GlobalProjectRule[]> {
  return createSettingView<string | undefined, readonly GlobalProjectRule[]>(log, {
    object: "argocd-cm",
    read,
    parse(text, last) {
      const { rules, problems } = parseGlobalProjects(text, last);
      return { value: rules, problems };
    },
  });
}

/** `$key` or `$name:key`, with or without the dollar sign. */
function splitReference(reference: string): readonly [name: string, key: string] {
  const bare = reference.replace(/^\$/, "");
  const colon = bare.indexOf(":");
  return colon < 0 ? ["argocd-secret", bare] : [bare.slice(0, colon), bare.slice(colon + 1)];
}
