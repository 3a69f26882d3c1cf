import type { Clock } from "../async/index.ts";
import type { GlobalProjectRule } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import type { GitAccess } from "../git/index.ts";
import { getString, type ApiResource, type KubeClient, type KubeObject } from "../kube/index.ts";
import type { Context, Log } from "../log/index.ts";
import { createInformer, type Informer } from "../runtime/index.ts";
import { computeGitAccess, parseGlobalProjects, parseSettings, readSecretKey, repositorySecretSelector, type Settings } from "../settings/index.ts";

/** The settings objects of the control namespace, followed by watch. */
export interface SettingsSource {
  /** Read once at the start: the poll interval needs a restart, as with Argo CD. */
  readonly settings: Settings;
  /** `application.namespaces` of `argocd-cmd-params-cm`, read once at the start. */
  readonly applicationNamespaces: string;
  /** `globalProjects`: the very same list while it says the same. */
  getGlobalProjects(): readonly GlobalProjectRule[];
  onGlobalProjects(handler: () => void): void;
  getAccess(url: string): GitAccess;
  /** `webhook.github.secret`. */
  getWebhookSecret(): string | undefined;
  /** Resolves when the settings are in the cache; needs `run`. */
  readonly synced: Promise<void>;
  run(signal: AbortSignal): Promise<void>;
}

interface SettingsDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
}

export async function createSettingsSource(ctx: Context, deps: SettingsDeps, options: { readonly namespace: string }): Promise<SettingsSource> {
  const { namespace } = options;
  const [secrets, configMaps] = await Promise.all([findResource(ctx, deps.client, "Secret"), findResource(ctx, deps.client, "ConfigMap")]);
  const follow = (resource: ApiResource, selectors: { readonly labelSelector?: string; readonly fieldSelector?: string }): Informer =>
    createInformer({ ...deps, log: ctx.log }, { resource, namespace, ...selectors });
  const repositories = follow(secrets, { labelSelector: repositorySecretSelector });
  const secret = follow(secrets, { fieldSelector: "metadata.name=argocd-secret" });
  const knownHosts = follow(configMaps, { fieldSelector: "metadata.name=argocd-ssh-known-hosts-cm" });
  const configMap = follow(configMaps, { fieldSelector: "metadata.name=argocd-cm" });
  const informers = [repositories, secret, knownHosts, configMap];
  const parameters = await deps.client.fetchObject(configMaps, { namespace, name: "argocd-cmd-params-cm" }, ctx);
  const getGlobalProjects = createGlobalProjects(() => getString(get(configMap), "data", "globalProjects"), ctx.log);
  const settings = parseSettings(await deps.client.fetchObject(configMaps, { namespace, name: "argocd-cm" }, ctx));
  for (const problem of settings.problems) ctx.log.warn("Setting not understood", { problem });
  return {
    settings,
    applicationNamespaces: getString(parameters, "data", "application.namespaces") ?? "",
    getGlobalProjects,
    onGlobalProjects(handler) {
      let announced = getGlobalProjects();
      configMap.onChange(() => {
        const rules = getGlobalProjects();
        if (rules === announced) return;
        announced = rules;
        handler();
      });
    },
    getAccess: (url) => computeGitAccess(url, { secrets: repositories.list(), knownHosts: get(knownHosts) }),
    getWebhookSecret: () => readSecretKey(get(secret), "webhook.github.secret"),
    synced: Promise.all(informers.map((informer) => informer.synced)).then(() => undefined),
    async run(signal) {
      await Promise.all(informers.map((informer) => informer.run(signal)));
    },
  };

  function get(informer: Informer): KubeObject | undefined {
    return informer.list(namespace)[0];
  }
}

/** The rules, read anew when their text has changed; each problem is logged once. */
function createGlobalProjects(read: () => string | undefined, log: Log): () => readonly GlobalProjectRule[] {
  let text: string | undefined;
  let rules: readonly GlobalProjectRule[] = [];
  return () => {
    const now = read();
    if (now === text) return rules;
    text = now;
    const parsed = parseGlobalProjects(now);
    for (const problem of parsed.problems) log.warn("Setting not understood", { problem });
    return (rules = parsed.rules);
  };
}

async function findResource({ signal }: Context, client: KubeClient, kind: string): Promise<ApiResource> {
  const found = await client.discovery.findByKind({ group: "", version: "v1", kind }, { signal });
  if (found === undefined) throw new SillageError("unavailable", `The cluster's discovery lists no ${kind}`);
  return found;
}
