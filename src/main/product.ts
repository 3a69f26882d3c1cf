import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Repository } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import { createApplicationController, type ApplicationController } from "../controllers/index.ts";
import { SillageError } from "../errors/index.ts";
import { checkRemote, createRepositories, parseGithubPush, type GitAccess, type Repositories } from "../git/index.ts";
import { createHttpTransport, createKubeClient, type ClusterConnection, type KubeClient } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createRenderer, defaultRendererOptions } from "../render/index.ts";
import { createInformer } from "../runtime/index.ts";
import { createApplicationCache, createServer, type ServerDeps } from "../server/index.ts";
import { parseNamespacePatterns } from "../settings/index.ts";
import { ensureDefinitions } from "./ensure-definitions.ts";
import { openProjects } from "./projects.ts";
import { openSealedSecrets, type SealedSecretOptions, type SealedSecrets } from "./sealed-secrets.ts";
import { createSettingsSource, type SettingsSource } from "./settings-source.ts";
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
  readonly token: string;
  readonly applications: ServerDeps["applications"];
  /** Settles when everything has ended. */
  readonly ended: Promise<void>;
}

/** How many Applications are worked on at the same time: enough to keep an API server busy, few enough to stay in its fair share. */
const concurrency = 16;

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
    { controlNamespace: namespace, isApplicationNamespace, concurrency },
  );
  settings.onGlobalProjects(() => controller?.announceProjects());

  const sealed = await openSealedSecrets(ctx, { client, clock }, { namespace, concurrency, unsealing: options.sealedSecrets });

  const informer = createInformer({ client, clock, log: ctx.log }, { resource: definitions.applications });
  const projects = openProjects(ctx, { client, clock }, { namespace, projectResource: definitions.projects, applications: informer });
  const applications = createApplicationCache(informer, { isServed: (candidate) => candidate === namespace || isApplicationNamespace(candidate), log: ctx.log });
  const token = randomBytes(24).toString("base64url");
  const server = createServer(serverDeps(deps, { ctx, client, controller, sealed, repositories, settings, applications }), { ...options, token, version: productVersion() });

  const running = Promise.all([settingsRunning, informer.run(ctx.signal), projects.run(ctx), repositories.run(ctx), controller.run(ctx), sealed.run(ctx)]);
  await informer.synced;
  const url = await server.listen();
  ctx.signal.addEventListener("abort", () => void server.close(), { once: true });
  return { url, token, applications, ended: running.then(() => close()) };

  async function close(): Promise<void> {
    await server.close();
    await repositories.close();
    await transport.close();
  }
}

interface Parts {
  readonly ctx: Context;
  readonly client: KubeClient;
  readonly controller: ApplicationController;
  readonly sealed: SealedSecrets;
  readonly repositories: Repositories;
  readonly settings: SettingsSource;
  readonly applications: ServerDeps["applications"];
}

function serverDeps({ clock }: ProductDeps, parts: Parts): ServerDeps {
  const { ctx, client, controller, sealed, repositories, settings, applications } = parts;
  return {
    kube: client,
    clock,
    log: ctx.log,
    applications,
    ...(sealed.sealing === undefined ? {} : { sealing: sealed.sealing }),
    fetchManagedResources: (call, application) => controller.fetchManagedResources(call, application),
    fetchManifests: (call, application, revision) => controller.fetchManifests(call, application, revision),
    async fetchRevisionMetadata({ signal }, application, revision) {
      const repoURL = application.spec.source?.repoURL ?? application.spec.sources?.[0]?.repoURL ?? "";
      const repository = repositories.open(repoURL);
      const commit = await repository.objects.findCommit(await repository.resolve(revision, { signal }));
      if (commit === undefined) throw new SillageError("notFound", `Commit "${revision}" is not in repository "${repoURL}"`);
      return { author: commit.author, date: commit.date, message: commit.message };
    },
    checkRepository: ({ signal }, repository) => checkRemote(repository.repo, { access: accessOf(repository), signal }),
    async receivePush(_ctx, push) {
      return repositories.announcePush(parseGithubPush(push, settings.getWebhookSecret())?.repoUrls ?? []);
    },
  };
}

function accessOf({ username = "", password, bearerToken, sshPrivateKey, insecure }: Repository): GitAccess {
  const trust = insecure === true ? { insecure } : {};
  if (sshPrivateKey !== undefined) return { credentials: { kind: "ssh", privateKey: sshPrivateKey }, ...trust };
  if (bearerToken !== undefined) return { credentials: { kind: "bearer", token: bearerToken }, ...trust };
  return password === undefined ? trust : { credentials: { kind: "basic", username, password }, ...trust };
}
