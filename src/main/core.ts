import { randomBytes, timingSafeEqual } from "node:crypto";
import path from "node:path";
import type { Clock } from "../async/index.ts";
import { createClient, type SillageClient } from "../client/index.ts";
import { SillageError } from "../errors/index.ts";
import { createHttpTransport, createKubeClient, type ClusterConnection, type KubeClient } from "../kube/index.ts";
import { createLog, type Context } from "../log/index.ts";
import { createInformer } from "../runtime/index.ts";
import { createApplicationCache, createProjectCache, createServer } from "../server/index.ts";
import { parseNamespacePatterns } from "../settings/index.ts";
import { openCoreAccess } from "./core-access.ts";
import type { CliRim } from "./cli-rim.ts";
import { connectCluster } from "./connect-cluster.ts";
import { ensureDefinitions, type OwnResources } from "./ensure-definitions.ts";
import { openReconciling } from "./reconciling.ts";
import { createServerDeps } from "./server-deps.ts";
import { createSettingsSource } from "./settings-source.ts";
import { productVersion } from "./version.ts";

export interface CoreDeps {
  readonly clock: Clock;
  readonly cluster: ClusterConnection;
  /** Holds the mirrors. */
  readonly cacheDirectory: string;
}

/** The API over the Kubernetes API, on this machine only. */
export interface Core {
  readonly url: string;
  /** Whoever has it may do what the kubeconfig may. */
  readonly token: string;
  /** Settles when everything has ended, after the signal aborts. */
  readonly ended: Promise<void>;
}

const host = "127.0.0.1";

/** `--core`: the same API as a server's, in this process, for one command. */
export async function openCore({ clock, environment, signal, onEnd }: CliRim, { kubeContext }: { readonly kubeContext: string | undefined }): Promise<SillageClient> {
  const stop = new AbortController();
  const ctx = { signal: AbortSignal.any([signal, stop.signal]), log: createLog({ level: "silent" }) };
  const cluster = await connectCluster(environment, { kubeconfig: undefined, context: kubeContext });
  const starting = startCore(ctx, { clock, cluster, cacheDirectory: environment.cacheDirectory }, { namespace: environment.namespace, port: 0 });
  onEnd(async () => {
    stop.abort(new SillageError("canceled", "The command has ended"));
    // How it ended is not what the command was about.
    await Promise.allSettled([starting.then(({ ended }) => ended)]);
  });
  const { url, token } = await starting;
  return createClient({ server: url, token });
}

/** `admin dashboard`: the same for as long as the process lives. */
export async function serveCore(
  { clock, environment, signal }: CliRim,
  { kubeconfig, context, namespace, port }: { readonly kubeconfig?: string; readonly context?: string; readonly namespace: string; readonly port: number },
): Promise<Core> {
  const ctx = { signal, log: createLog({ level: "warn" }) };
  return startCore(ctx, { clock, cluster: await connectCluster(environment, { kubeconfig, context }), cacheDirectory: environment.cacheDirectory }, { namespace, port });
}

/** Serves reads from watches of its own and writes what is asked for; nothing is reconciled here. Resolves once it serves. */
export async function startCore(
  ctx: Context,
  { clock, cluster, cacheDirectory }: CoreDeps,
  { namespace, port }: { readonly namespace: string; readonly port: number },
): Promise<Core> {
  const transport = createHttpTransport({ clock }, cluster);
  const client = createKubeClient({ transport, clock }, { userAgent: `sillage-core/${productVersion()}` });
  const definitions = await ensureDefinitions(ctx, { client, clock }, { install: false, namespace });
  await requireRights(ctx, client, { definitions, namespace });
  const settings = await createSettingsSource(ctx, { client, clock }, { namespace, isLoopbackRefused: false });
  const running = [settings.run(ctx.signal)];
  await settings.synced;

  const isApplicationNamespace = parseNamespacePatterns(settings.getApplicationNamespaces());
  const applications = createInformer({ client, clock, log: ctx.log }, { resource: definitions.applications });
  const projects = createInformer({ client, clock, log: ctx.log }, { resource: definitions.projects, namespace });
  const projectCache = createProjectCache(projects, { namespace, log: ctx.log });
  const { controller, repositories } = await openReconciling(
    ctx,
    { client, transport, clock, settings },
    { namespace, isApplicationNamespace, dataDir: path.join(cacheDirectory, "core") },
  );
  const token = randomBytes(32).toString("base64url");
  const access = await openCoreAccess(ctx, { client, clock, settings, projects: projectCache }, { namespace, isToken: (given) => isSame(given, token) });

  const server = createServer(
    createServerDeps({
      ...access,
      ctx,
      clock,
      client,
      controller,
      repositories,
      settings,
      projects: projectCache,
      sealed: undefined,
      applications: createApplicationCache(applications, { isServed: (candidate) => candidate === namespace || isApplicationNamespace(candidate), log: ctx.log }),
      isApplicationNamespace,
    }),
    { host, port, namespace, isAnyNamespaceServed: settings.getApplicationNamespaces() !== "", version: productVersion() },
  );
  const observed = Promise.withResolvers<void>();
  running.push(applications.run(ctx.signal), projects.run(ctx.signal), controller.observe(ctx, observed.resolve));
  await Promise.race([Promise.all([applications.synced, projects.synced, observed.promise]), Promise.all(running)]);
  const url = await server.listen();
  return { url, token, ended: Promise.all(running).then(close) };

  async function close(): Promise<void> {
    await server.close();
    await access.close();
    await repositories.close();
    await transport.close();
  }
}

/** Without these, watches would try for ever. Throws `forbidden` with what is missing. */
async function requireRights(
  { signal }: Context,
  client: KubeClient,
  { definitions, namespace }: { readonly definitions: OwnResources; readonly namespace: string },
): Promise<void> {
  const [configMaps, secrets] = await Promise.all(["ConfigMap", "Secret"].map((kind) => client.discovery.findByKind({ group: "", version: "v1", kind }, { signal })));
  const nothing = { metadataOnly: true, fieldSelector: "metadata.name=argocd-cm", signal };
  for (const resource of [configMaps, secrets, definitions.projects]) if (resource !== undefined) await client.fetchList(resource, { namespace, ...nothing });
  await client.fetchList(definitions.applications, nothing);
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
