import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { GitAccess } from "../git/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createInformer, type Informer } from "../runtime/index.ts";
import { computeGitAccess, parseSettings, readSecretKey, repositorySecretSelector, type Settings } from "../settings/index.ts";

/** The settings objects of the control namespace, followed by watch. */
export interface SettingsSource {
  /** Read once at the start: the poll interval needs a restart, as with Argo CD. */
  readonly settings: Settings;
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
  const informers = [repositories, secret, knownHosts];
  const settings = parseSettings(await deps.client.fetchObject(configMaps, { namespace, name: "argocd-cm" }, ctx));
  for (const problem of settings.problems) ctx.log.warn("Setting not understood", { problem });
  return {
    settings,
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

async function findResource({ signal }: Context, client: KubeClient, kind: string): Promise<ApiResource> {
  const found = await client.discovery.findByKind({ group: "", version: "v1", kind }, { signal });
  if (found === undefined) throw new SillageError("unavailable", `The cluster's discovery lists no ${kind}`);
  return found;
}
