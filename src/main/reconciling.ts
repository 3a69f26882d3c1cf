import type { Clock } from "../async/index.ts";
import { createApplicationController, type ApplicationController } from "../controllers/index.ts";
import { createRepositories, type Repositories } from "../git/index.ts";
import { createKubeClient, type KubeClient, type Transport } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createRenderer, defaultRendererOptions } from "../render/index.ts";
import { createInformer } from "../runtime/index.ts";
import type { Observing } from "./observing.ts";
import type { SettingsSource } from "./settings-source.ts";
import { createSourceReader } from "./source-reader.ts";
import { productVersion } from "./version.ts";

export interface ReconcilingDeps {
  readonly client: KubeClient;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly settings: SettingsSource;
  /** Left out: nobody looks on. */
  readonly observing?: Pick<Observing, "instruments" | "git">;
}

export interface ReconcilingOptions {
  readonly namespace: string;
  readonly isApplicationNamespace: (namespace: string) => boolean;
  /** Holds the mirrors. */
  readonly dataDir: string;
}

/** What makes the cluster equal to Git. */
export interface Reconciling {
  readonly repositories: Repositories;
  readonly controller: ApplicationController;
  run(ctx: Context): Promise<void>;
}

/**
 * How many Applications are worked on at the same time. Requests and renderings have limits of their own; with more Applications than requests in flight,
 * what many of them need first (settings, Services) reaches the API server before their workloads, whose controllers keep it busy.
 */
const applicationsAtOnce = 128;

export async function openReconciling(
  ctx: Context,
  { client, transport, clock, settings, observing }: ReconcilingDeps,
  { namespace, isApplicationNamespace, dataDir }: ReconcilingOptions,
): Promise<Reconciling> {
  let controller: ApplicationController | undefined;
  const repositories = createRepositories(
    {
      clock,
      random: Math.random,
      getAccess: (url, scope) => settings.getAccess(url, { project: scope }),
      onChange: (url) => controller?.announceRevisions(url),
      ...(observing === undefined ? {} : { observer: observing.git }),
    },
    { dataDir, ...settings.get() },
  );
  const started = await createApplicationController(
    ctx,
    {
      client,
      clock,
      log: ctx.log,
      random: Math.random,
      sources: createSourceReader({
        client,
        openRepository: (url, project) => repositories.open(url, settings.findScope(url, project)),
        renderer: createRenderer(defaultRendererOptions),
      }),
      getGlobalProjects: () => settings.getGlobalProjects(),
      impersonation: {
        isEnabled: () => settings.get().isImpersonationEnabled,
        createClient: (impersonatedUser) => ({
          ...createKubeClient({ transport, clock }, { userAgent: `sillage/${productVersion()}`, impersonatedUser }),
          discovery: client.discovery,
        }),
      },
      ...(observing === undefined ? {} : { instruments: observing.instruments }),
      createInformer: (resource, informerOptions) => createInformer({ client, clock, log: ctx.log }, { resource, ...informerOptions }),
    },
    { controlNamespace: namespace, isApplicationNamespace, concurrency: applicationsAtOnce },
  );
  controller = started;
  settings.onGlobalProjects(() => started.announceProjects());
  return {
    repositories,
    controller: started,
    async run(run) {
      await Promise.all([repositories.run(run), started.run(run)]);
    },
  };
}
