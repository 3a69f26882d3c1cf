import path from "node:path";
import type { Clock } from "../async/index.ts";
import { createHttpTransport, createKubeClient, type ClusterConnection } from "../kube/index.ts";
import type { Context, Log } from "../log/index.ts";
import { createInformer } from "../runtime/index.ts";
import { createApplicationCache, createProjectCache, createServer, type ServerDeps } from "../server/index.ts";
import { parseNamespacePatterns } from "../settings/index.ts";
import { openAccess, type Access } from "./access.ts";
import { ensureDefinitions } from "./ensure-definitions.ts";
import { chooseListenOptions, type ListenFlags } from "./listen-options.ts";
import { fetchParameters } from "./fetch-parameters.ts";
import { createClusterHealth } from "./find-troubles.ts";
import { openObserving } from "./observing.ts";
import { chooseObservingOptions, type ObservingFlags } from "./observing-options.ts";
import { openProjects } from "./projects.ts";
import { openReconciling } from "./reconciling.ts";
import { openSealedSecrets, type SealedSecretOptions } from "./sealed-secrets.ts";
import { createServerDeps } from "./server-deps.ts";
import { ensureServerCertificate, followServerCertificate } from "./server-certificate.ts";
import { createSettingsSource } from "./settings-source.ts";
import { productVersion } from "./version.ts";

export interface ProductDeps {
  readonly clock: Clock;
  readonly cluster: ClusterConnection;
  /** Holds the mirrors. */
  readonly cacheDirectory: string;
  /** The log, by the parameters of the installation. */
  readonly openLog: (parameters: Readonly<Record<string, string>>) => Log;
}

export interface ProductOptions {
  readonly namespace: string;
  /** Where else Applications may live, as globs; `undefined` leaves it to the settings. */
  readonly applicationNamespaces: string | undefined;
  readonly listen: ListenFlags;
  readonly observing: ObservingFlags;
  readonly installDefinitions: boolean;
  /** How SealedSecrets are unsealed; `undefined` when another controller does it. */
  readonly sealedSecrets: SealedSecretOptions | undefined;
}

/** Controllers and API of one cluster, running until the signal aborts. */
export interface Product {
  readonly url: string;
  /** Nobody else can reach it. */
  readonly isLoopback: boolean;
  readonly issueAdminToken: Access["issueAdminToken"];
  readonly applications: ServerDeps["applications"];
  readonly log: Log;
  /** Settles when everything has ended. */
  readonly ended: Promise<void>;
}

const sealedSecretsAtOnce = 16;

/** Resolves once the API is served. */
export async function startProduct({ signal }: Pick<Context, "signal">, deps: ProductDeps, options: ProductOptions): Promise<Product> {
  const { clock, cluster } = deps;
  const { namespace } = options;
  const transport = createHttpTransport({ clock }, cluster);
  const client = createKubeClient({ transport, clock }, { userAgent: `sillage/${productVersion()}` });
  const parameters = await fetchParameters(client, { namespace, signal });
  const ctx = { signal, log: deps.openLog(parameters) };
  const definitions = await ensureDefinitions(ctx, { client, clock }, { install: options.installDefinitions, namespace });

  const listen = chooseListenOptions(options.listen, parameters);
  const settings = await createSettingsSource(ctx, { client, clock }, { namespace, isLoopbackRefused: !listen.isLoopback });
  const informer = createInformer({ client, clock, log: ctx.log }, { resource: definitions.applications });
  const isServed = (candidate: string): boolean => candidate === namespace || isApplicationNamespace(candidate);
  const projects = openProjects(ctx, { client, clock }, { namespace, isServed, projectResource: definitions.projects, applications: informer });
  const projectCache = createProjectCache(projects.projects, { namespace, log: ctx.log });
  const access = await openAccess(ctx, { client, clock, settings, projects: projectCache }, { namespace });
  const settingsRunning = settings.run(ctx.signal);
  await settings.synced;
  const applicationNamespaces = options.applicationNamespaces ?? settings.getApplicationNamespaces();
  const isApplicationNamespace = parseNamespacePatterns(applicationNamespaces);
  const applications = createApplicationCache(informer, { isServed, log: ctx.log });
  const health = createClusterHealth({ client, clock, informers: { Applications: informer, AppProjects: projects.projects } });
  const observed = chooseObservingOptions(options.observing, { parameters, host: listen.host });
  const observing = await openObserving(ctx, { client, clock, settings, applications, projects: projectCache, health }, { ...observed, namespace });
  const reconciling = await openReconciling(
    ctx,
    { client, transport, clock, settings, observing },
    { namespace, isApplicationNamespace, dataDir: path.join(deps.cacheDirectory, "git") },
  );
  const { controller, repositories } = reconciling;
  observing.follow(controller);
  const sealed = await openSealedSecrets(ctx, { client, clock }, { namespace, concurrency: sealedSecretsAtOnce, unsealing: options.sealedSecrets });

  const parts = { ctx, clock, client, controller, sealed, repositories, settings, projects: projectCache, applications, isApplicationNamespace, observing, health };
  const server = createServer(createServerDeps({ ...access, ...parts }), {
    ...listen,
    namespace,
    isAnyNamespaceServed: applicationNamespaces !== "",
    version: productVersion(),
    ...(listen.isSecure ? { tls: await ensureServerCertificate(ctx, { client, clock }, { namespace }) } : {}),
  });

  const running = Promise.all([settingsRunning, informer.run(ctx.signal), projects.run(ctx), access.run(ctx.signal), reconciling.run(ctx), sealed.run(ctx), observing.run(ctx)]);
  await Promise.all([informer.synced, projects.projects.synced, access.synced]);
  await observing.listen(ctx);
  const url = await server.listen();
  if (listen.isSecure) followServerCertificate({ settings, server, log: ctx.log });
  ctx.signal.addEventListener("abort", () => void server.close(), { once: true });
  return { url, isLoopback: listen.isLoopback, issueAdminToken: access.issueAdminToken, applications, log: ctx.log, ended: running.then(() => close()) };

  async function close(): Promise<void> {
    await server.close();
    await observing.close();
    await access.close();
    await repositories.close();
    await transport.close();
  }
}
