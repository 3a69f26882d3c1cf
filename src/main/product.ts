import path from "node:path";
import type { Clock } from "../async/index.ts";
import { createApplicationController, type ApplicationController } from "../controllers/index.ts";
import { createRepositories } from "../git/index.ts";
import { createHttpTransport, createKubeClient, type ClusterConnection } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createRenderer, defaultRendererOptions } from "../render/index.ts";
import { createInformer } from "../runtime/index.ts";
import { createApplicationCache, createProjectCache, createServer, type ServerDeps } from "../server/index.ts";
import { parseNamespacePatterns } from "../settings/index.ts";
import { openAccess, type Access } from "./access.ts";
import { ensureDefinitions } from "./ensure-definitions.ts";
import { openProjects } from "./projects.ts";
import { openSealedSecrets, type SealedSecretOptions } from "./sealed-secrets.ts";
import { createServerDeps } from "./server-deps.ts";
import { createSettingsSource } from "./settings-source.ts";
import { createSourceReader } from "./source-reader.ts";
import { productVersion } from "./version.ts";

export interface ProductDeps {
  readonly clock: Clock;
  readonly cluster: ClusterConnection;
  /** Holds the mirrors. */
  readonly cacheDirectory: string;
}

export interface ProductOptions {
  readonly namespace: string;
  /** Where else Applications may live, as globs; `undefined` leaves it to the settings. */
  readonly applicationNamespaces: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly installDefinitions: boolean;
  /** How SealedSecrets are unsealed; `undefined` when another controller does it. */
  readonly sealedSecrets: SealedSecretOptions | undefined;
}

/** Controllers and API of one cluster, running until the signal aborts. */
export interface Product {
  readonly url: string;
  readonly issueAdminToken: Access["issueAdminToken"];
  readonly applications: ServerDeps["applications"];
  /** Settles when everything has ended. */
  readonly ended: Promise<void>;
}

/**
 * How many Applications are worked on at the same time. Requests and renderings have limits of their own; with more Applications than requests in flight,
 * what many of them need first (settings, Services) reaches the API server before their workloads, whose controllers keep it busy.
 */
const applicationsAtOnce = 128;
const sealedSecretsAtOnce = 16;

/** Resolves once the API is served. */
export async function startProduct(ctx: Context, deps: ProductDeps, options: ProductOptions): Promise<Product> {
  const { clock, cluster } = deps;
  const { namespace } = options;
  const transport = createHttpTransport({ clock }, cluster);
  const userAgent = `sillage/${productVersion()}`;
  const client = createKubeClient({ transport, clock }, { userAgent });
  const definitions = await ensureDefinitions(ctx, { client, clock }, { install: options.installDefinitions, namespace });

  let controller: ApplicationController | undefined;
  const settings = await createSettingsSource(ctx, { client, clock }, { namespace });
  const informer = createInformer({ client, clock, log: ctx.log }, { resource: definitions.applications });
  const projects = openProjects(ctx, { client, clock }, { namespace, projectResource: definitions.projects, applications: informer });
  const access = await openAccess(ctx, { client, clock, settings, projects: createProjectCache(projects.projects, { namespace, log: ctx.log }) }, { namespace });
  const settingsRunning = settings.run(ctx.signal);
  await settings.synced;
  const isApplicationNamespace = parseNamespacePatterns(options.applicationNamespaces ?? settings.getApplicationNamespaces());
  const repositories = createRepositories(
    { clock, random: Math.random, getAccess: (url) => settings.getAccess(url), onChange: (url) => controller?.announceRevisions(url) },
    { dataDir: path.join(deps.cacheDirectory, "git"), ...settings.get() },
  );
  const sources = createSourceReader({ client, repositories, renderer: createRenderer(defaultRendererOptions) });
  controller = await createApplicationController(
    ctx,
    {
      client,
      clock,
      log: ctx.log,
      random: Math.random,
      sources,
      getGlobalProjects: () => settings.getGlobalProjects(),
      impersonation: {
        isEnabled: () => settings.get().isImpersonationEnabled,
        createClient: (impersonatedUser) => ({ ...createKubeClient({ transport, clock }, { userAgent, impersonatedUser }), discovery: client.discovery }),
      },
      createInformer: (resource, informerOptions) => createInformer({ client, clock, log: ctx.log }, { resource, ...informerOptions }),
    },
    { controlNamespace: namespace, isApplicationNamespace, concurrency: applicationsAtOnce },
  );
  settings.onGlobalProjects(() => controller?.announceProjects());

  const sealed = await openSealedSecrets(ctx, { client, clock }, { namespace, concurrency: sealedSecretsAtOnce, unsealing: options.sealedSecrets });

  const applications = createApplicationCache(informer, { isServed: (candidate) => candidate === namespace || isApplicationNamespace(candidate), log: ctx.log });
  const parts = { ctx, clock, client, controller, sealed, repositories, settings, applications, isApplicationNamespace };
  const server = createServer(createServerDeps({ ...access, ...parts }), { ...options, version: productVersion() });

  const running = Promise.all([settingsRunning, informer.run(ctx.signal), projects.run(ctx), access.run(ctx.signal), repositories.run(ctx), controller.run(ctx), sealed.run(ctx)]);
  await Promise.all([informer.synced, projects.projects.synced, access.synced]);
  const url = await server.listen();
  ctx.signal.addEventListener("abort", () => void server.close(), { once: true });
  return { url, issueAdminToken: access.issueAdminToken, applications, ended: running.then(() => close()) };

  async function close(): Promise<void> {
    await server.close();
    await access.close();
    await repositories.close();
    await transport.close();
  }
}
