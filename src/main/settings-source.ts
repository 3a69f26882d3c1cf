import { createAccountsView, type AccountsView } from "../accounts/index.ts";
import type { GlobalProjectRule } from "../api/index.ts";
import type { GitAccess } from "../git/index.ts";
import { getString, type KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import type { RbacSettings } from "../rbac/index.ts";
import { computeGitAccess, findRepositoryScope, readSecretKey, type Settings } from "../settings/index.ts";
import type { OidcConfig } from "../sso/index.ts";
import type { ReportedProblem } from "./setting-view.ts";
import { createGeneralView, createGlobalProjectsView, createRbacView, createSsoView } from "./setting-views.ts";
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
  /** `oidc.config` of `argocd-cm`; `undefined` without single sign-on. */
  getSso(): OidcConfig | undefined;
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
  const resolveSecret = (reference: string): string | undefined => {
    const [name, key] = splitReference(reference);
    return readSecretKey(objects.getSecret(name), key);
  };
  const general = createGeneralView(ctx.log, () => getConfigMap("argocd-cm"));
  const rbac = createRbacView(ctx.log, () => getConfigMap("argocd-rbac-cm"));
  const globalProjects = createGlobalProjectsView(ctx.log, () => getString(getConfigMap("argocd-cm"), "data", "globalProjects"));
  let changes = 0;
  objects.onChange(() => (changes += 1));
  const sso = createSsoView(ctx.log, { countChanges: () => changes, getConfigMap: () => getConfigMap("argocd-cm"), resolve: resolveSecret });
  const accounts = createAccountsView({ getConfigMap: () => getConfigMap("argocd-cm"), getSecret, log: ctx.log });
  objects.onChange(() => void [general.get(), rbac.get(), globalProjects.get(), sso.get(), accounts.get()]);
  return {
    ...objects,
    get: () => general.get(),
    getRbac: () => rbac.get(),
    getSso: () => sso.get(),
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
    resolveSecret,
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
      ...[general, globalProjects, sso, rbac].flatMap((view) => view.getProblems()),
      ...accounts.get().problems.map((problem) => ({ object: getString(getSecret(), "data", problem.key) === undefined ? "argocd-cm" : "argocd-secret", ...problem })),
    ],
  };
}

/** `$key` or `$name:key`, with or without the dollar sign. */
function splitReference(reference: string): readonly [name: string, key: string] {
  const bare = reference.replace(/^\$/, "");
  const colon = bare.indexOf(":");
  return colon < 0 ? ["argocd-secret", bare] : [bare.slice(0, colon), bare.slice(colon + 1)];
}
